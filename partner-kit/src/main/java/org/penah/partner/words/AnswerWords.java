package org.penah.partner.words;

/** Texts about answers: what somebody can do about an alert, and what was done. */
public enum AnswerWords implements Message {
    ACKNOWLEDGE("We take care of it", "Nous nous en occupons", "Мы этим занимаемся", "Nos ocupamos", "نحن نتولى الأمر"),
    ACKNOWLEDGE_MEANS(
            "Nobody else is called.",
            "Personne d’autre n’est appelé.",
            "Больше никого не зовут.",
            "No se llama a nadie más.",
            "لا يُستدعى أحد غيركم."),
    STOPPED("We have stopped", "Nous avons arrêté", "Мы прекратили", "Hemos parado", "لقد توقفنا"),
    STOPPED_MEANS(
            "Penah learns that you know.",
            "Penah apprend que vous le savez.",
            "Penah узнает, что вы знаете.",
            "Penah sabrá que usted lo sabe.",
            "تعلم Penah أنكم علمتم."),
    CLAIM(
            "We work on it now",
            "Nous y travaillons maintenant",
            "Мы работаем над этим сейчас",
            "Estamos trabajando en ello",
            "نعمل عليه الآن"),
    CLAIM_MEANS(
            "For 60 minutes. Press again before, or others are called.",
            "Pour 60 minutes. Appuyez de nouveau avant, sinon d’autres sont appelés.",
            "На 60 минут. Нажмите снова до срока, иначе позовут других.",
            "Durante 60 minutos. Pulse otra vez antes o se llamará a otros.",
            "لمدة 60 دقيقة. اضغطوا ثانية قبل انتهائها وإلا استُدعي غيركم."),
    NEED_INFO(
            "We need to know more",
            "Il nous faut en savoir plus",
            "Нам нужно знать больше",
            "Necesitamos saber más",
            "نحتاج إلى معرفة المزيد"),
    NEED_INFO_MEANS(
            "Penah’s desk is asked. Others are called.",
            "L’équipe de Penah est interrogée. D’autres sont appelés.",
            "Спросят сотрудников Penah. Позовут других.",
            "Se pregunta al equipo de Penah. Se llama a otros.",
            "يُسأل فريق Penah. ويُستدعى غيركم."),
    DECLINE(
            "We cannot help",
            "Nous ne pouvons pas aider",
            "Мы не можем помочь",
            "No podemos ayudar",
            "لا نستطيع المساعدة"),
    DECLINE_MEANS(
            "Others are called at once.",
            "D’autres sont appelés aussitôt.",
            "Сразу позовут других.",
            "Se llama a otros de inmediato.",
            "يُستدعى غيركم فورًا."),
    RELEASE("We give it back", "Nous le rendons", "Мы отдаём это обратно", "Lo devolvemos", "نعيده"),
    RELEASE_MEANS(
            "Others are called at once.",
            "D’autres sont appelés aussitôt.",
            "Сразу позовут других.",
            "Se llama a otros de inmediato.",
            "يُستدعى غيركم فورًا."),
    RESOLVE(
            "We have done what could be done",
            "Nous avons fait ce qui pouvait l’être",
            "Мы сделали всё, что можно было",
            "Hemos hecho lo que se podía",
            "فعلنا ما يمكن فعله"),
    RESOLVE_MEANS(
            "Penah’s desk ends it, or goes on.",
            "L’équipe de Penah y met fin, ou continue.",
            "Сотрудники Penah закроют её или продолжат.",
            "El equipo de Penah la cierra o continúa.",
            "ينهيه فريق Penah أو يواصل."),
    GIVEN("Your answers", "Vos réponses", "Ваши ответы", "Sus respuestas", "أجوبتكم"),
    KNOWN("Penah knows it.", "Penah le sait.", "Penah знает.", "Penah lo sabe.", "Penah على علم به."),
    NOT_KNOWN(
            "Penah does not know it yet. It goes with the next contact.",
            "Penah ne le sait pas encore. Cela part au prochain contact.",
            "Penah ещё не знает. Уйдёт при следующей связи.",
            "Penah aún no lo sabe. Irá con el próximo contacto.",
            "لا تعلم Penah به بعد. يُرسل مع الاتصال التالي."),
    CLAIMED_UNTIL(
            "Yours until %s. Press “We work on it now” again before.",
            "À vous jusqu’à %s. Appuyez de nouveau sur « Nous y travaillons maintenant » avant.",
            "За вами до %s. До этого снова нажмите «Мы работаем над этим сейчас».",
            "Suya hasta %s. Antes, pulse otra vez «Estamos trabajando en ello».",
            "لكم حتى %s. اضغطوا قبلها ثانية «نعمل عليه الآن»."),
    LAPSED(
            "Your hour is over. Others may be called.",
            "Votre heure est passée. D’autres peuvent être appelés.",
            "Ваш час истёк. Могут позвать других.",
            "Su hora ha pasado. Puede que se llame a otros.",
            "انتهت ساعتكم. قد يُستدعى غيركم.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings
    private final Translations translations;

    AnswerWords(String en, String fr, String ru, String es, String ar) {
        this.translations = new Translations(en, fr, ru, es, ar);
    }

    @Override
    public Translations translations() {
        return translations;
    }
}
