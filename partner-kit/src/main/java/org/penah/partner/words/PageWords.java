package org.penah.partner.words;

/** Texts of the page about itself and about Penah. */
public enum PageWords implements Message {
    TITLE("Alerts from Penah", "Alertes de Penah", "Тревоги от Penah", "Alertas de Penah", "إنذارات من Penah"),
    LANGUAGE("Language", "Langue", "Язык", "Idioma", "اللغة"),
    ENTER("Show alerts", "Afficher les alertes", "Показать тревоги", "Mostrar las alertas", "عرض الإنذارات"),
    CODE("Code of this page", "Code de cette page", "Код этой страницы", "Código de esta página", "رمز هذه الصفحة"),
    CODE_WHERE(
            "It lies in the file page.code, in the folder of your keys.",
            "Il se trouve dans le fichier page.code, dans le dossier de vos clés.",
            "Он лежит в файле page.code, в папке с вашими ключами.",
            "Está en el archivo page.code, en la carpeta de sus claves.",
            "تجدونه في الملف page.code في مجلد مفاتيحكم."),
    CODE_WRONG(
            "This is not the code. Look at the file again.",
            "Ce n’est pas le code. Regardez de nouveau le fichier.",
            "Это не тот код. Посмотрите в файл ещё раз.",
            "Ese no es el código. Mire otra vez el archivo.",
            "هذا ليس الرمز. انظروا في الملف مرة أخرى."),
    HEARD(
            "Penah is there. Last heard at %s.",
            "Penah est là. Dernier contact à %s.",
            "Penah на связи. Последний раз в %s.",
            "Penah está ahí. Último contacto a las %s.",
            "Penah على اتصال. آخر اتصال عند %s."),
    EDGE(
            "Penah speaks to you only when there is an alert. This page cannot tell silence from a broken line.",
            "Penah ne vous parle qu’en cas d’alerte. Cette page ne distingue pas le silence d’une ligne coupée.",
            "Penah обращается к вам только при тревоге. Эта страница не отличит тишину от обрыва связи.",
            "Penah solo le habla cuando hay una alerta. Esta página no distingue el silencio de una línea cortada.",
            "لا تخاطبكم Penah إلا عند وجود إنذار. لا تميّز هذه الصفحة الصمت من انقطاع الخط."),
    SILENT(
            "Penah is silent since %s",
            "Penah se tait depuis %s", "Penah молчит с %s", "Penah calla desde las %s", "Penah صامتة منذ %s"),
    SILENT_MEANS(
            "Alerts may not be reaching you. Look at your line, the proxy and this machine’s clock. Ask Penah by"
                    + " another way.",
            "Des alertes peuvent ne pas vous parvenir. Vérifiez votre ligne, le proxy et l’horloge de cette machine."
                    + " Demandez à Penah par une autre voie.",
            "Тревоги могут не доходить до вас. Проверьте связь, прокси и часы этого компьютера. Спросите Penah другим"
                    + " путём.",
            "Puede que no le lleguen alertas. Revise su línea, el proxy y el reloj de este equipo. Pregunte a Penah"
                    + " por otra vía.",
            "قد لا تصل إليكم الإنذارات. افحصوا خطكم والوسيط وساعة هذا الجهاز. واسألوا Penah بطريق آخر."),
    TROUBLE(
            "Penah is alive but cannot look up alerts",
            "Penah est là mais ne peut pas consulter les alertes",
            "Penah на связи, но не может просмотреть тревоги",
            "Penah está ahí, pero no puede consultar las alertas",
            "Penah على اتصال لكنها لا تستطيع الاطلاع على الإنذارات"),
    TROUBLE_MEANS(
            "Ask them by another way whether there is one.",
            "Demandez-lui par une autre voie s’il y en a une.",
            "Спросите другим путём, есть ли тревога.",
            "Pregunte por otra vía si hay alguna.",
            "اسألوها بطريق آخر هل من إنذار."),
    CANNOT_KEEP(
            "This machine cannot keep alerts",
            "Cette machine ne peut pas conserver les alertes",
            "Этот компьютер не может сохранять тревоги",
            "Este equipo no puede guardar alertas",
            "لا يستطيع هذا الجهاز حفظ الإنذارات"),
    CANNOT_KEEP_MEANS(
            "Its disk may be full. Alerts may be missing here. Make room at once; Penah sends them again.",
            "Son disque est peut-être plein. Des alertes peuvent manquer ici. Faites de la place tout de suite ; Penah"
                    + " les renvoie.",
            "Возможно, диск полон. Здесь могут быть не все тревоги. Сразу освободите место; Penah пришлёт их снова.",
            "Puede que el disco esté lleno. Aquí pueden faltar alertas. Haga sitio enseguida; Penah las vuelve a"
                    + " enviar.",
            "قد يكون القرص ممتلئًا وقد تنقص إنذارات هنا. أفسحوا مكانًا فورًا؛ تعيد Penah إرسالها."),
    LOST(
            "This page has lost its receiver",
            "Cette page a perdu son récepteur",
            "Эта страница потеряла связь с приёмником",
            "Esta página ha perdido su receptor",
            "فقدت هذه الصفحة جهاز الاستقبال"),
    LOST_MEANS(
            "New alerts are not shown. See that penah-partner receive runs on this machine.",
            "Les nouvelles alertes ne sont pas affichées. Vérifiez que penah-partner receive tourne sur cette machine.",
            "Новые тревоги не показываются. Проверьте, что на этом компьютере работает penah-partner receive.",
            "No se muestran alertas nuevas. Compruebe que penah-partner receive funciona en este equipo.",
            "لا تُعرض الإنذارات الجديدة. تأكدوا من أن penah-partner receive يعمل على هذا الجهاز."),
    SOUND_TEST("Test the sound", "Essayer le son", "Проверить звук", "Probar el sonido", "جرّبوا الصوت"),
    SOUND_OFF(
            "Sound is off until you press the button once.",
            "Le son est coupé tant que vous n’avez pas appuyé une fois sur le bouton.",
            "Звук выключен, пока вы не нажмёте кнопку.",
            "El sonido está apagado hasta que pulse el botón una vez.",
            "الصوت متوقف إلى أن تضغطوا الزر مرة."),
    SOUND_ON("Sound is on.", "Le son est activé.", "Звук включён.", "El sonido está activado.", "الصوت يعمل."),
    LOOKED(
            "I am looking: stop the sound",
            "Je regarde : arrêter le son",
            "Я смотрю: выключить сигнал",
            "Estoy mirando: parar el sonido",
            "أنا أنظر: أوقف الصوت"),
    NOTHING(
            "No alert is open.",
            "Aucune alerte n’est ouverte.",
            "Открытых тревог нет.",
            "No hay alertas abiertas.",
            "لا إنذار مفتوحًا."),
    WAITING(
            "Waiting for your answer: %s",
            "En attente de votre réponse : %s",
            "Ждут вашего ответа: %s",
            "Esperan su respuesta: %s",
            "في انتظار جوابكم: %s"),
    ANSWERED(
            "Open and answered: %s",
            "Ouvertes, avec réponse : %s",
            "Открыты, ответ дан: %s",
            "Abiertas y respondidas: %s",
            "مفتوحة وأُجيب عنها: %s"),
    MORE(
            "More that did not fit and come in a moment: %s",
            "D’autres qui n’ont pas tenu arrivent bientôt : %s",
            "Ещё не поместились и скоро придут: %s",
            "Más que no cupieron y llegan enseguida: %s",
            "غيرها لم تتسع وستصل بعد قليل: %s"),
    FLOOD(
            "A flood of alerts that nobody has confirmed: %s",
            "Un afflux d’alertes que personne n’a confirmées : %s",
            "Поток тревог, которых никто не подтвердил: %s",
            "Una avalancha de alertas que nadie ha confirmado: %s",
            "سيل من الإنذارات لم يؤكدها أحد: %s"),
    OVER("Over: %s", "Terminées : %s", "Завершены: %s", "Terminadas: %s", "انتهت: %s");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings
    private final Translations translations;

    PageWords(String en, String fr, String ru, String es, String ar) {
        this.translations = new Translations(en, fr, ru, es, ar);
    }

    @Override
    public Translations translations() {
        return translations;
    }
}
