package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.penah.stack.Stack;
import org.penah.stack.canary.Canary;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.state.Port;
import org.penah.stack.story.ConsoleDriver;
import org.penah.stack.story.DemoScenario;
import org.penah.stack.story.StepReporter;
import org.penah.testbed.browser.Chromium;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** The story of the demo: by hand, with a source without JavaScript and staff before the console; and as it is played where there is no browser. */
@ExtendWith(RunningStack.class)
class StoryIT {

    @Test
    void aTipSentWithoutJavaScriptIsReadByStaffAndAnsweredByThePartner(Stack stack) throws Exception {
        try (Chromium open = Chromium.orSkip()) {
            // Given
            Witness witness = new Witness(stack);
            sendWithoutJavaScript(open, stack, "They wait at my door since six.");

            // When
            String tip = witness.onlyTip();
            ConsoleDriver screen = ConsoleDriver.open(
                    open,
                    stack.ports().url(Port.TRIAGE),
                    "aysel",
                    stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal(),
                    stack.keys().passphrase("aysel"),
                    stack.keys().rootKey());
            String message = screen.read(tip);
            stack.partner().acknowledge(witness.onlyAlert());

            // Then
            assertThat(message).contains("They wait at my door since six.");
            assertThat(screen.showsFiles(1)).isTrue();
            assertThat(screen.acknowledgement("safe-house")).contains("acknowledged at");
        }
    }

    @Test
    void whatASourceAddsToADangerIsImminentTooAndTheDeskTiesTheTwo(Stack stack) throws Exception {
        try (Chromium open = Chromium.orSkip()) {
            // Given
            Witness witness = new Witness(stack);
            Page source = sendWithoutJavaScript(open, stack, "They wait at my door since six.");
            String first = witness.onlyTip();
            stack.partner().acknowledge(witness.onlyAlert());
            Witness later = new Witness(stack);

            // When
            source.locator("button[value=more]").click();
            source.locator("input[name=soon][value=as-before]").check();
            source.locator("textarea[name=message]").fill("Now there are four of them.");
            source.locator("button[type=submit]").click();
            source.locator(".received").waitFor();
            String second = later.onlyTip();

            // Then
            ConsoleDriver screen = ConsoleDriver.open(
                    open,
                    stack.ports().url(Port.TRIAGE),
                    "aysel",
                    stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal(),
                    stack.keys().passphrase("aysel"),
                    stack.keys().rootKey());
            assertThat(screen.read(first)).contains("since six");
            assertThat(screen.read(second)).contains("four of them");
            screen.page()
                    .getByText("Sealed for the same replies, it adds to " + first.substring(0, 8))
                    .waitFor();
            assertThat(screen.page().locator("article .lane").innerText()).contains("Imminent");
            assertThat(later.newAlerts()).isEmpty();
        }
    }

    @Test
    void aTipIsOpenedByHandAsTheGuideHasIt(Stack stack) throws Exception {
        Programs.orSkip("unzip");
        try (Chromium open = Chromium.orSkip()) {
            // Given
            Witness witness = new Witness(stack);
            Set<Path> before = blobs(stack);
            sendWithoutJavaScript(open, stack, "They wait at my door since six.");
            // So that nothing of it is on its way when the next test begins.
            stack.partner().acknowledge(witness.onlyAlert());
            Set<Path> tip = blobs(stack);
            tip.removeAll(before);
            Matcher guide = Pattern.compile("## Looking inside\n.*?```sh\ncd \\.penah\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("../docs/running.md")));
            assertThat(guide.find()).isTrue();
            String commands = guide.group(1)
                    .replace("../penah", "'" + Path.of("../penah").toRealPath() + "'")
                    .replace("blobs/kept/ID", tip.iterator().next().toString());

            // When
            Path folder = stack.state().folder("keys").getParent();
            String said = Command.of("bash", "-euo", "pipefail", "-c", commands)
                    .in(folder)
                    .with("PENAH_NO_BUILD", "yes")
                    .with("AGE_PASSPHRASE", stack.keys().passphrase("aysel"))
                    .succeed();

            // Then
            assertThat(said).contains("files/1", "tip.json");
            Files.delete(folder.resolve("member.txt"));
            Files.delete(folder.resolve("tip.zip"));
        }
    }

    @Test
    void theDemoPlaysToItsEndWithoutABrowserAndThenSaysWhatWasNotShown(Stack stack) {
        // Given
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        StepReporter steps = new StepReporter(new PrintStream(said, true, StandardCharsets.UTF_8));
        DemoScenario story = new DemoScenario(stack, steps, Path.of("target/js"), Canary.random());

        // When
        var played = assertThatCode(() -> story.play(Optional::empty));
        steps.sayWhatWasNotShown();

        // Then
        played.as(said.toString(StandardCharsets.UTF_8)).doesNotThrowAnyException();
        assertThat(said.toString(StandardCharsets.UTF_8).lines().skip(8 * 3))
                .containsExactly(
                        "",
                        "NOT SHOWN: the console. No Chromium was found that could be started, so steps 5 and 7 went through the"
                                + " console's API alone.",
                        "To see them: install Chromium (Debian: apt-get install chromium) and run this again.");
    }

    private static Set<Path> blobs(Stack stack) throws IOException {
        try (var files = Files.walk(stack.state().folder("blobs"))) {
            return files.filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith(".part"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Page sendWithoutJavaScript(Chromium browser, Stack stack, String message) {
        Page page = browser.page(false);
        page.navigate(stack.ports().url(Port.INTAKE) + "/en/tip");
        page.locator("input[name=danger][value=me]").check();
        page.locator("input[name=soon][value=hours]").check();
        page.locator("input[name=alert][value=yes]").check();
        page.locator("input[name=topic][value=threat]").check();
        page.locator("textarea[name=message]").fill(message);
        page.locator("input[name=files]")
                .setInputFiles(new FilePayload(
                        "door.jpg", "image/jpeg", "not really a picture".getBytes(StandardCharsets.UTF_8)));
        page.locator("button[type=submit]").click();
        page.locator(".received").waitFor();
        return page;
    }
}
