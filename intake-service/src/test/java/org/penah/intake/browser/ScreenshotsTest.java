package org.penah.intake.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.page.Language;

/**
 * Every page in every language, for people to look at: {@code -Dtest=ScreenshotsTest -Dscreenshots}, into target/screenshots; or
 * some of them: {@code -Dscreenshots=ASK,INBOX}.
 */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
@EnabledIfSystemProperty(named = "screenshots", matches = ".*")
class ScreenshotsTest {

    private static final Path FOLDER = Path.of("target/screenshots");

    @ParameterizedTest
    @EnumSource
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
