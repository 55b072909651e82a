package org.penah.intake.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import jakarta.enterprise.inject.spi.CDI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.penah.intake.LocalKeys;
import org.penah.intake.circuit.OnionSource;
import org.penah.intake.inbox.Returning;
import org.penah.intake.page.Language;
import org.penah.intake.page.MessagePage;
import org.penah.intake.page.Pages;
import org.penah.intake.page.ReceiptView;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.receipt.Receipt;

/** Every page that a source may come to see, and how they come there. */
enum Scene {
    LANDING {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.home());
        }
    },
    ABOUT {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.about());
        }
    },
    SAFETY {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.safety());
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
            Locator closed = page.locator("details:not([open]) > summary");
            while (closed.count() > 0) {
                closed.first().click();
            }
        }
    },
    DANGER {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.danger());
        }
    },
    DANGER_FAULTS {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.danger());
            page.check("[name=soon][value=hours]");
            sendAsItIs(page);
            page.waitForSelector(".summary");
        }
    },
    FAULTS {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.form());
            page.check("[name=danger][value=me]");
            page.fill("[name=message]", " ");
            page.click("details:has(#practice) > summary");
            page.fill("[name=practice]", "1234");
            sendAsItIs(page);
            page.waitForSelector(".summary");
        }
    },
    RECEIVED {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.form());
            page.check("[name=danger][value=me]");
            page.check("[name=soon][value=hours]");
            page.selectOption("#region", "155");
            page.check("[name=alert][value=yes]");
            page.check("[name=topic][value=threat]");
            page.fill("[name=message]", "Gəlirlər. Они идут. می‌آیند.");
            page.click("form > button");
            page.waitForSelector(".received");
        }
    },
    RECEIVED_UNTOLD {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.danger());
            page.check("[name=soon][value=hours]");
            page.check("[name=alert][value=no]");
            page.fill("[name=message]", "Gəlirlər. Они идут. می‌آیند.");
            page.click("form > button");
            page.waitForSelector(".received");
        }
    },
    ADDING {
        @Override
        void open(Page page, Language language) {
            INBOX.open(page, language);
            page.click("button[value=more]");
            page.waitForSelector("#tip");
        }
    },
    ADDING_WORSE {
        @Override
        void open(Page page, Language language) {
            ADDING.open(page, language);
            page.check("[name=soon][value=hours]");
            sendAsItIs(page);
            page.waitForSelector(".summary");
        }
    },
    ADDING_CONSENT {
        @Override
        void open(Page page, Language language) {
            RECEIVED_UNTOLD.open(page, language);
            page.click("button[value=tell]");
            page.waitForSelector("#tip");
        }
    },
    REPEATED {
        @Override
        void open(Page page, Language language) {
            show(page, language, MessagePage.REPEATED);
        }
    },
    RECEIVED_BEFORE {
        @Override
        void open(Page page, Language language) {
            Pages pages = CDI.current().select(Pages.class).get();
            show(page, pages.receivedBefore(language, ReceiptView.of(Receipt.generate()), true));
        }
    },
    VERIFY {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.verify());
        }
    },
    SEALED_FORM {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.sealed());
        }
    },
    SEALED_FAULTS {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.sealed());
            page.setInputFiles("#sealed", file("Not sealed.".getBytes(StandardCharsets.UTF_8)));
            page.check("[name=danger][value=none]");
            page.check("[name=topic][value=other]");
            sendAsItIs(page);
            page.waitForSelector(".summary");
        }
    },
    SEALED_RECEIVED {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.sealed());
            page.check("[name=danger][value=none]");
            page.check("[name=topic][value=other]");
            page.setInputFiles("#sealed", file(sealed()));
            page.click("form > button");
            page.waitForSelector(".received");
        }
    },
    ASK {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.inbox());
        }
    },
    ASK_MISTYPED {
        @Override
        void open(Page page, Language language) {
            comeBack(page, language, "1234 5678");
            page.waitForSelector(".summary");
        }
    },
    ASK_NOTHING {
        @Override
        void open(Page page, Language language) {
            comeBack(page, language, Receipt.generate().toWords());
            page.waitForSelector(".summary");
        }
    },
    INBOX_EMPTY {
        @Override
        void open(Page page, Language language) {
            Returning source = new Returning();
            source.sendTip();
            comeBack(page, language, source.receipt().toDigits());
        }
    },
    INBOX {
        @Override
        void open(Page page, Language language) {
            comeBack(page, language, answered().receipt().toDigits());
            page.waitForSelector(".reply");
        }
    },
    INBOX_ASKS {
        @Override
        void open(Page page, Language language) {
            INBOX.open(page, language);
            page.click("button[value^='stop-alert']");
            page.waitForSelector(".grave");
        }
    },
    INBOX_WITHDRAWN {
        @Override
        void open(Page page, Language language) {
            Returning source = new Returning();
            source.sendDanger();
            comeBack(page, language, source.receipt().toDigits());
            page.click("button[value^='stop-details']");
            page.click(".grave");
            page.waitForSelector(".done");
        }
    },
    INBOX_ERASED {
        @Override
        void open(Page page, Language language) {
            INBOX_EMPTY.open(page, language);
            page.click("button[value=erase]");
            page.click(".grave");
            page.waitForSelector("main:not(:has(form))");
        }
    },
    WAITING {
        @Override
        void open(Page page, Language language) {
            String answer = BUSY.get(language.form());
            while (!answer.startsWith("HTTP/1.1 503")) {
                answer = BUSY.get(language.form());
            }
            page.navigate("about:blank");
            page.setContent(answer.substring(answer.indexOf("<!doctype")));
        }
    },
    MISSING {
        @Override
        void open(Page page, Language language) {
            page.navigate(language.home() + "nothing");
        }
    },
    TRACED {
        @Override
        void open(Page page, Language language) {
            page.setExtraHTTPHeaders(Map.of("X-Forwarded-For", "203.0.113.7"));
            page.navigate(language.form());
            page.setExtraHTTPHeaders(Map.of());
        }
    },
    NOT_ALLOWED {
        @Override
        void open(Page page, Language language) {
            show(page, language, MessagePage.NOT_ALLOWED);
        }
    },
    CLOSED {
        @Override
        void open(Page page, Language language) {
            show(page, language, MessagePage.CLOSED);
        }
    },
    BROKEN {
        @Override
        void open(Page page, Language language) {
            show(page, language, MessagePage.BROKEN);
        }
    };

    private static final OnionSource BUSY = new OnionSource(77_000);

    /** Whose tip was opened and answered, by staff and by an organisation. */
    private static Returning answered = new Returning();

    abstract void open(Page page, Language language);

    /** Whether a script has a hand in the page; all others are the same in a browser with script and in one without. */
    boolean hasScript() {
        return switch (this) {
            case FORM,
                    FORM_IN_DANGER,
                    DANGER,
                    DANGER_FAULTS,
                    FAULTS,
                    RECEIVED,
                    RECEIVED_UNTOLD,
                    ADDING,
                    ADDING_WORSE,
                    ADDING_CONSENT,
                    ASK,
                    ASK_MISTYPED,
                    ASK_NOTHING,
                    INBOX -> true;
            default -> false;
        };
    }

    private static void comeBack(Page page, Language language, String receipt) {
        page.navigate(language.inbox());
        page.fill("#receipt", receipt);
        page.click("form > button");
        page.waitForSelector("main:not(:has(#receipt)), .summary");
    }

    private static synchronized Returning answered() {
        if (answered.tips().isEmpty()) {
            answered = new Returning();
            UUID tip = answered.sendDanger();
            answered.staffOpen(tip);
            answered.partnerAnswers(tip, "acknowledged");
            answered.staffReply(tip, "Salam. Do not go home today.\nБерегите себя. مراقب خودتان باشید.");
            answered.staffReply(tip, "We have your tip, and we are looking for somebody near you.");
        }
        return answered;
    }

    /** A browser would stop at the first empty answer; not each does, and none knows all that we ask. */
    private static void sendAsItIs(Page page) {
        page.evaluate("document.querySelector('#tip').noValidate = true");
        page.click("form > button");
    }

    /** What nobody can come to while the service is well. */
    private static void show(Page page, Language language, MessagePage notice) {
        show(page, CDI.current().select(Pages.class).get().notice(language, notice));
    }

    private static void show(Page page, org.penah.intake.page.Page answer) {
        page.navigate("about:blank");
        page.setContent(answer.html().toString());
    }

    private static FilePayload file(byte[] bytes) {
        return new FilePayload("tip.age", "application/octet-stream", bytes);
    }

    private static byte[] sealed() {
        var sealed = new ByteArrayOutputStream();
        byte[] plain = new byte[65_536];
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(LocalKeys.recipient("general")), sealed)) {
            encryptor.write(plain, 0, plain.length);
            encryptor.finish();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return sealed.toByteArray();
    }
}
