package org.penah.intake.browser;

import com.microsoft.playwright.Page;
import org.penah.intake.page.Language;

/** Every page that a source may come to see, and how they come there. */
enum Scene {
    LANDING {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.home());
        }
    },
    FORM {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.form());
        }
    },
    FORM_IN_DANGER {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.form());
            page.check("[name=danger][value=me]");
            for (var details : page.locator("details > summary").all()) {
                details.click();
            }
        }
    },
    FAULTS {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.form());
            page.check("[name=danger][value=me]");
            page.fill("[name=message]", " ");
            // A browser would stop at the first empty answer; not each does, and none knows all that we ask.
            page.evaluate("document.forms[0].noValidate = true");
            page.click("form > button");
            page.waitForSelector(".summary");
        }
    },
    RECEIVED {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.form());
            page.check("[name=danger][value=me]");
            page.check("[name=soon][value=hours]");
            page.check("[name=alert]");
            page.check("[name=topic][value=threat]");
            page.fill("[name=message]", "Gəlirlər. Они идут. می‌آیند.");
            page.click("form > button");
            page.waitForSelector(".received");
        }
    },
    MISSING {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.home() + "nothing");
        }
    };

    abstract void open(Page page, Language language);
}
