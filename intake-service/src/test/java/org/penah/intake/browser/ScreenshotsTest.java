package org.penah.intake.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.page.Language;

/** Every page in every language, for people to look at: {@code -Dtest=ScreenshotsTest -Dscreenshots}, into target/screenshots. */
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
        try (Chromium chromium = Chromium.orSkip()) {
            for (Scene scene : Scene.values()) {
                for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                    shoot(chromium, scene, language, scheme, Chromium.PHONE);
                    shoot(chromium, scene, language, scheme, Chromium.DESK);
                }
            }
        }
    }

    private static void shoot(Chromium chromium, Scene scene, Language language, ColorScheme scheme, int[] size) {
        Page page = chromium.page(new Browser.NewContextOptions()
                .setJavaScriptEnabled(false)
                .setViewportSize(size[0], size[1])
                .setColorScheme(scheme));
        scene.open(page, language);
        String name = String.join("-", scene.name(), language.tag(), scheme.name(), String.valueOf(size[0]));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(name.toLowerCase(Locale.ROOT) + ".png"))
                .setFullPage(true));
        page.context().close();
    }
}
