package org.penah.intake.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.page.Language;

/**
 * Every page in every language, for people to look at: {@code -Dtest=ScreenshotsTest -Dscreenshots}, into target/screenshots; or
 * some of them: {@code -Dscreenshots=ASK,INBOX}. And the form's picture in the README, which is taken again by
 * {@code -Dtest=ScreenshotsTest -Dpicture}, and otherwise compared with the form.
 */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class ScreenshotsTest {

    private static final Path FOLDER = Path.of("target/screenshots");
    private static final Path PICTURES = Path.of("../docs/pictures");
    private static final int[] PICTURE_SIZE = {1024, 640};

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "screenshots", matches = ".*")
    void of_every_page(Language language) {
        try (FormBrowser chromium = FormBrowser.orSkip()) {
            for (Scene scene : wanted()) {
                look(chromium.page(false, FormBrowser.PHONE), scene, language, "plain");
                if (scene.hasScript()) {
                    look(chromium.page(true, FormBrowser.PHONE), scene, language, "script");
                }
            }
        }
    }

    /** The picture shows nothing that is random or of today. */
    @Test
    void the_picture_in_the_readme_shows_the_form_as_it_is() throws Exception {
        // Given
        boolean taken = System.getProperty("picture") != null;
        Path picture = PICTURES.resolve("form.png");
        Path kept = PICTURES.resolve("form.txt");

        try (FormBrowser chromium = FormBrowser.orSkip()) {
            Page page = chromium.page(new Browser.NewContextOptions()
                    .setViewportSize(PICTURE_SIZE[0], PICTURE_SIZE[1])
                    .setColorScheme(ColorScheme.LIGHT));
            Scene.FORM.open(page, Language.EN);
            if (taken) {
                page.screenshot(new Page.ScreenshotOptions().setPath(picture));
            }

            // When
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(picture)));
            Map<?, ?> measured = (Map<?, ?>) page.evaluate(
                    Files.readString(PICTURES.resolve("measure.js")),
                    Map.of("picture", hash, "kept", taken ? "" : Files.readString(kept)));

            // Then
            if (taken) {
                Files.writeString(kept, (String) measured.get("page"));
            } else {
                assertThat((List<?>) measured.get("differences"))
                        .as("%s is of another form; if this one is right: -Dtest=ScreenshotsTest -Dpicture", picture)
                        .isEmpty();
            }
        }
    }

    private static List<Scene> wanted() {
        List<String> names = List.of(System.getProperty("screenshots").split(","));
        return Arrays.stream(Scene.values())
                .filter(scene -> names.contains(scene.name()) || names.equals(List.of("true")))
                .toList();
    }

    private static void look(Page page, Scene scene, Language language, String script) {
        scene.open(page, language);
        for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            for (int[] size : new int[][] {FormBrowser.PHONE, FormBrowser.DESK}) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                page.setViewportSize(size[0], size[1]);
                shoot(page, String.join("-", scene.name(), language.tag(), script, scheme.name(), "" + size[0]));
            }
        }
        page.context().close();
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(name.toLowerCase(Locale.ROOT) + ".png"))
                .setFullPage(true));
    }
}
