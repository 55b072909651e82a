package org.penah.partner.words;

/** Texts of an alert, and the names of its fields. */
public enum AlertWords implements Message {
    ALERT("Alert", "Alerte", "Тревога", "Alerta", "إنذار"),
    UPDATED(
            "Alert, with news",
            "Alerte, mise à jour",
            "Тревога, есть новое",
            "Alerta, con novedades",
            "إنذار، فيه جديد"),
    CANCELLED("Alert cancelled", "Alerte annulée", "Тревога отменена", "Alerta cancelada", "أُلغي الإنذار"),
    HOURS(
            "Somebody’s life is in danger within hours.",
            "La vie d’une personne est en danger dans les heures qui viennent.",
            "Чья-то жизнь в опасности в ближайшие часы.",
            "La vida de alguien corre peligro en las próximas horas.",
            "حياة إنسان في خطر خلال ساعات."),
    DAYS(
            "Somebody’s life is in danger within days.",
            "La vie d’une personne est en danger dans les jours qui viennent.",
            "Чья-то жизнь в опасности в ближайшие дни.",
            "La vida de alguien corre peligro en los próximos días.",
            "حياة إنسان في خطر خلال أيام."),
    DANGER(
            "Somebody’s life is in danger (%s).",
            "La vie d’une personne est en danger (%s).",
            "Чья-то жизнь в опасности (%s).",
            "La vida de alguien corre peligro (%s).",
            "حياة إنسان في خطر (%s)."),
    STOP(
            "Penah takes this alert back. Stop what you began because of it, and tell nobody more.",
            "Penah retire cette alerte. Arrêtez ce que vous avez commencé à cause d’elle et n’en parlez plus à"
                    + " personne.",
            "Penah отзывает эту тревогу. Прекратите то, что вы из-за неё начали, и больше никому не говорите.",
            "Penah retira esta alerta. Detenga lo que empezó por ella y no se lo cuente a nadie más.",
            "تسحب Penah هذا الإنذار. أوقفوا ما بدأتموه بسببه ولا تخبروا به أحدًا بعد الآن."),
    EXERCISE("Exercise", "Exercice", "Учение", "Ejercicio", "تمرين"),
    EXERCISE_SAYS(
            "Nobody is in danger. Answer as if it were real.",
            "Personne n’est en danger. Répondez comme si c’était réel.",
            "Никто не в опасности. Ответьте так, как ответили бы на настоящую тревогу.",
            "Nadie corre peligro. Responda como si fuera real.",
            "لا أحد في خطر. أجيبوا كما لو كان الأمر حقيقيًا."),
    TEST("Test", "Essai", "Проверка", "Prueba", "اختبار"),
    TEST_SAYS(
            "Nobody is in danger. No answer is needed.",
            "Personne n’est en danger. Aucune réponse n’est nécessaire.",
            "Никто не в опасности. Отвечать не нужно.",
            "Nadie corre peligro. No hace falta responder.",
            "لا أحد في خطر. لا حاجة إلى جواب."),
    SEVERITY("How grave", "Gravité", "Насколько серьёзно", "Gravedad", "مدى الخطورة"),
    EXTREME(
            "Extreme: death, abduction or torture",
            "Extrême : mort, enlèvement ou torture",
            "Крайняя степень: смерть, похищение или пытки",
            "Extrema: muerte, secuestro o tortura",
            "قصوى: موت أو اختطاف أو تعذيب"),
    SEVERE("Severe", "Grave", "Серьёзная степень", "Grave", "شديدة"),
    CERTAINTY("How sure", "Certitude", "Насколько достоверно", "Certeza", "مدى التأكد"),
    LIKELY("Likely", "Probable", "Вероятно", "Probable", "مرجّح"),
    POSSIBLE("Possible", "Possible", "Возможно", "Posible", "محتمل"),
    BASIS("Who says so", "Qui le dit", "Кто это говорит", "Quién lo dice", "من يقول ذلك"),
    ASSERTED(
            "The source. Penah’s desk has not confirmed it yet.",
            "La source. L’équipe de Penah ne l’a pas encore confirmé.",
            "Источник. Сотрудники Penah этого ещё не подтвердили.",
            "La fuente. El equipo de Penah aún no lo ha confirmado.",
            "المصدر. لم يؤكده فريق Penah بعد."),
    CONFIRMED(
            "Penah’s desk has confirmed it.",
            "L’équipe de Penah l’a confirmé.",
            "Сотрудники Penah это подтвердили.",
            "El equipo de Penah lo ha confirmado.",
            "أكّده فريق Penah."),
    REGION("Region", "Région", "Регион", "Región", "المنطقة"),
    NO_REGION(
            "The source does not want it to be said.",
            "La source ne veut pas qu’elle soit dite.",
            "Источник не хочет, чтобы он был назван.",
            "La fuente no quiere que se diga.",
            "لا يريد المصدر ذكرها."),
    LANGUAGES("Languages", "Langues", "Языки", "Idiomas", "اللغات"),
    DETAILS("Details", "Précisions", "Подробности", "Detalles", "التفاصيل"),
    DETAILS_ALLOWED(
            "The source lets Penah’s staff share more with you.",
            "La source permet à l’équipe de Penah de vous en dire plus.",
            "Источник разрешил сотрудникам Penah сообщить вам больше.",
            "La fuente permite que el equipo de Penah le cuente más.",
            "يسمح المصدر لفريق Penah بأن يطلعكم على المزيد."),
    DETAILS_REFUSED(
            "The source has not agreed to share more.",
            "La source n’a pas accepté d’en dire plus.",
            "Источник не согласился сообщать больше.",
            "La fuente no ha aceptado contar más.",
            "لم يوافق المصدر على مشاركة المزيد."),
    DETAILS_READY(
            "They lie ready and can be fetched once. Your administrator knows how.",
            "Elles sont prêtes et ne peuvent être retirées qu’une fois. Votre administrateur sait comment.",
            "Они готовы, забрать их можно один раз. Ваш администратор знает как.",
            "Están listos y se pueden recoger una sola vez. Su administrador sabe cómo.",
            "هي جاهزة ويمكن جلبها مرة واحدة. مسؤول النظام لديكم يعرف كيف."),
    ANSWER_BY("Answer by", "Répondre avant", "Ответить до", "Responder antes de", "الجواب قبل"),
    OVERDUE("overdue", "en retard", "срок прошёл", "fuera de plazo", "فات الموعد"),
    ENDS("Ends", "Fin", "Действует до", "Termina", "ينتهي"),
    WHO_MAY_KNOW("Who may know", "Qui peut savoir", "Кому можно знать", "Quién puede saberlo", "من يحق له أن يعرف"),
    STRICT(
            "Only people in your own organisation who need it to act.",
            "Seulement les membres de votre organisation qui en ont besoin pour agir.",
            "Только люди вашей организации, которым это нужно для дела.",
            "Solo quienes en su organización lo necesiten para actuar.",
            "فقط من يحتاج إليه للعمل داخل منظمتكم."),
    NUMBER("Alert, message", "Alerte, message", "Тревога, сообщение", "Alerta, mensaje", "الإنذار، الرسالة");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings
    private final Translations translations;

    AlertWords(String en, String fr, String ru, String es, String ar) {
        this.translations = new Translations(en, fr, ru, es, ar);
    }

    @Override
    public Translations translations() {
        return translations;
    }
}
