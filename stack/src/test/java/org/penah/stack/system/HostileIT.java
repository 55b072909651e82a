package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.tip.TipWriter;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.state.Port;
import org.penah.stack.story.ConsoleDriver;
import org.penah.testbed.browser.Chromium;

/** Tips made to harm their reader, all the way from the source's form to a member's browser. */
@ExtendWith(RunningStack.class)
class HostileIT {

    private static final int MOST_FILES = 100;
    private static final int TOO_MANY_FILES = 10_000;

    @Test
    void nothingInATipRunsOrCallsHome(Stack stack) throws Exception {
        try (Chromium open = Chromium.orSkip();
                Trap trap = new Trap()) {
            // Given
            ConsoleDriver screen = atTheDesk(open, stack);
            Page desk = screen.page();
            trap.watch(
                    desk, Set.of(stack.ports().url(Port.TRIAGE), stack.ports().url(Port.KEYCLOAK)));
            String words = markup(trap);

            // When a form is full of it: as many files as it takes, of every kind
            String inForm = sent(stack, () -> send(open, stack, words, files(trap)));
            assertThat(screen.read(inForm)).isEqualTo(words);
            screen.showsFiles(MOST_FILES);
            pressAll(desk, "Show picture");
            pressAll(desk, "Show as text");
            pressAll(desk, "Show document");
            FrameLocator letter = desk.frameLocator("iframe[title=\"View of file 12\"]");
            letter.getByText("They came at night").waitFor();
            FrameLocator paper = desk.frameLocator("iframe[title=\"View of file 5\"]");
            paper.locator("canvas[aria-label='They came at night']").waitFor();
            Download saved =
                    desk.waitForDownload(() -> button(desk, "Save (file 1)").click());

            // Then
            assertThat(saved.suggestedFilename()).matches("tip-[0-9a-f]{8}-file-1\\.[a-z]+");
            assertThat(desk.locator("article :is(script, svg[onload], object, embed, b)")
                            .count())
                    .isZero();
            assertThat(trap.sprung(desk)).isEmpty();

            // When a source seals, on their own device, content that no form would take: fields, names and types of
            // every kind
            String byItself = sent(stack, () -> sendSealed(open, stack, everyField(stack, trap, words)));
            screen.read(byItself);

            // Then
            assertThat(desk.getByText("passwd").first().innerText()).contains("../../etc/passwd");
            assertThat(desk.getByText("⟨U+202E⟩").count()).isPositive();
            assertThat(trap.sprung(desk)).isEmpty();

            // When it is ten thousand files, which is none of our containers
            String tooMany = sent(stack, () -> sendSealed(open, stack, tenThousandFiles(stack, trap)));
            screen.choose(tooMany);
            desk.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Shown as one file"))
                    .waitFor();

            // Then the desk works as before
            String calm = sent(stack, () -> send(open, stack, "Nothing but words.", List.of()));
            assertThat(screen.read(calm)).isEqualTo("Nothing but words.");
            assertThat(trap.sprung(desk)).isEmpty();
        }
    }

    /** Else the other test would show nothing. */
    @Test
    void theTrapSpringsWhereMarkupIsTakenForMarkup() throws Exception {
        try (Chromium open = Chromium.orSkip();
                Trap trap = new Trap()) {
            // Given
            Page page = open.page(true);
            trap.watch(page, Set.of());

            // When
            page.setContent(markup(trap));

            // Then
            assertThat(trap.sprung(page))
                    .contains("dialog: hacked", "request: " + trap.url() + "/ran", "mark in about:blank");
            page.waitForCondition(() -> trap.sprung(page).contains("called home: GET /img"));
        }
    }

    private interface Sending {
        void run() throws Exception;
    }

    private static String sent(Stack stack, Sending sending) throws Exception {
        Witness witness = new Witness(stack);
        sending.run();
        return witness.onlyTip();
    }

    private static ConsoleDriver atTheDesk(Chromium browser, Stack stack) throws Exception {
        return ConsoleDriver.open(
                browser,
                stack.ports().url(Port.TRIAGE),
                "aysel",
                stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal(),
                stack.keys().passphrase("aysel"),
                stack.keys().rootKey());
    }

    private static void pressAll(Page desk, String name) {
        List<String> labels = desk.getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + " ")))
                .allInnerTexts();
        assertThat(labels).isNotEmpty();
        for (String label : labels) {
            String number = label.replaceAll("\\D+", "");
            button(desk, name + " (file " + number + ")").click();
            desk.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Text of file " + number))
                    .or(desk.locator("iframe[title=\"View of file " + number + "\"]"))
                    .or(desk.getByText("This file could not be fetched or drawn"))
                    .first()
                    .waitFor();
        }
    }

    private static Locator button(Page desk, String name) {
        return desk.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void send(Chromium browser, Stack stack, String message, List<FilePayload> files) {
        Page page = form(browser, stack, "/en/tip");
        page.locator("textarea[name=message]").fill(message);
        if (!files.isEmpty()) {
            page.locator("input[name=files]").setInputFiles(files.toArray(FilePayload[]::new));
        }
        page.locator("button[type=submit]").click();
        page.locator(".received").waitFor();
        page.context().close();
    }

    private static void sendSealed(Chromium browser, Stack stack, byte[] sealed) {
        Page page = form(browser, stack, "/en/sealed");
        page.locator("input[name=sealed]")
                .setInputFiles(new FilePayload("tip.age", "application/octet-stream", sealed));
        page.locator("button[type=submit]").click();
        page.locator(".received").waitFor();
        page.context().close();
    }

    private static Page form(Chromium browser, Stack stack, String address) {
        Page page = browser.page(false);
        page.navigate(stack.ports().url(Port.INTAKE) + address);
        page.locator("input[name=danger][value=none]").check();
        page.locator("input[name=topic][value=threat]").check();
        return page;
    }

    /** What would run, or ask for something, if it were ever markup. */
    private static String markup(Trap trap) {
        return "<script>" + trap.script() + "</script><img src=\"" + trap.url() + "/img\" onerror=\"" + trap.script()
                + "\"><svg onload=\"" + trap.script() + "\"><b>bold</b></svg><a href=\"javascript:" + trap.script()
                + "\">here</a><link rel=stylesheet href=\"" + trap.url() + "/css\">{@html '<b>x</b>'}${alert(1)}";
    }

    private static List<FilePayload> files(Trap trap) throws IOException {
        String html =
                "<!doctype html><meta http-equiv=refresh content='0;url=" + trap.url() + "/refresh'><body onload=\""
                        + trap.script() + "\">" + markup(trap) + "<iframe src='" + trap.url() + "/frame'></iframe>";
        String svg = "<svg xmlns='http://www.w3.org/2000/svg' onload=\"" + trap.script() + "\"><script>" + trap.script()
                + "</script><image href='" + trap.url() + "/svg'/></svg>";
        String pdf = "%PDF-1.7\n1 0 obj << /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
                + " /AA << /O << /S /URI /URI (" + trap.url()
                + "/pdf) >> >> /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
                + "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
                + " /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
                + " /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 300 300] /A << /S /URI /URI (" + trap.url()
                + "/link) >> >>] >> endobj\n4 0 obj << /Length 52 >>\nstream\n"
                + "BT /F 20 Tf 20 200 Td (They came at night) Tj ET    \nendstream endobj\n"
                + "trailer << /Root 1 0 R >>\n%%EOF";
        String mail = "From: leyla@example.org\r\nTo: desk@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/html\r\n\r\n" + html;
        byte[] picture = picture();
        List<FilePayload> files = new ArrayList<>(List.of(
                new FilePayload("x<img src=q onerror=alert(1)>.png", "text/html", joined(picture, bytes(html))),
                file("picture.svg", "image/svg+xml", svg),
                file("page.html", "text/html", html),
                file("page.xhtml", "application/xhtml+xml", html),
                file("paper.pdf", "application/pdf", pdf),
                file("both.gif", "image/gif", "GIF89a\u0010\0\u0010\0=1;" + trap.script() + ";//" + html),
                file("both.html.jpg", "image/jpeg", pdf + html),
                new FilePayload("broken.png", "image/png", Arrays.copyOf(picture, picture.length / 2)),
                file("run.png", "image/png", "MZ\u0090\0 a program that says it is a picture"),
                file("style.css", "text/css", "@import url(" + trap.url() + "/import);"),
                file("run.js", "text/javascript", trap.script()),
                new FilePayload("letter.docx", "application/msword", letter(trap)),
                file("mail.eml", "message/rfc822", mail)));
        while (files.size() < MOST_FILES) {
            files.add(file("f" + files.size() + "'\"><script>.bin", "<script>alert(1)</script>", "\0\1\2" + html));
        }
        return files;
    }

    /** Its picture and its template are on another host. */
    private static byte[] letter(Trap trap) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(plain)) {
            Map<String, String> parts = Map.of(
                    "word/document.xml",
                    "<!DOCTYPE w [<!ENTITY x SYSTEM '" + trap.url()
                            + "/entity'>]><w:d xmlns:w='w' xmlns:a='a' xmlns:r='r'>"
                            + "<w:p><w:r><w:t>They came at night&x;</w:t></w:r></w:p><a:blip r:embed='r1'/></w:d>",
                    "word/_rels/document.xml.rels",
                    "<R><Relationship Id='r1' TargetMode='External' Target='" + trap.url() + "/image'/>"
                            + "<Relationship Id='r2' TargetMode='External' Target='" + trap.url() + "/template'/></R>");
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(bytes(part.getValue()));
            }
        }
        return plain.toByteArray();
    }

    private static byte[] everyField(Stack stack, Trap trap, String words) throws IOException {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("danger", words);
        answers.put("<img src=q onerror=alert(1)>", words);
        answers.put("__proto__", words);
        answers.put("constructor", words);
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (TipWriter tip = TipWriter.seal(List.of(recipient(stack)), sealed::write)) {
            for (String name :
                    List.of("../../etc/passwd", "photo\u202Egpj.exe", "javascript:alert(1)", "a\nb\0c", "")) {
                tip.beginFile(name, "text/html\"><script>alert(1)</script>");
                byte[] content = bytes(markup(trap));
                tip.write(content, 0, content.length);
                tip.endFile();
            }
            tip.finish("<script>alert(1)</script>", words, answers, "");
        }
        return sealed.toByteArray();
    }

    private static byte[] tenThousandFiles(Stack stack, Trap trap) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(plain)) {
            for (int number = 1; number <= TOO_MANY_FILES; number++) {
                zip.putNextEntry(new ZipEntry("files/" + number + "/../../<script>.html"));
                zip.write(bytes(number == 1 ? markup(trap) : "x"));
                zip.closeEntry();
            }
        }
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(recipient(stack)), sealed)) {
            encryptor.write(plain.toByteArray(), 0, plain.size());
            encryptor.finish();
        }
        return sealed.toByteArray();
    }

    private static HybridRecipient recipient(Stack stack) throws IOException {
        HybridIdentity queue = stack.keys().open("aysel", "threat");
        try {
            return queue.recipient();
        } finally {
            queue.destroy();
        }
    }

    private static FilePayload file(String name, String type, String content) {
        return new FilePayload(name, type, content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
