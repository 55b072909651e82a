package org.penah.partner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.qute.Expression;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.inbox.KeptDetails;
import org.penah.partner.receive.ConnectionStatus;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.testbed.translation.Translations;

/** What the compiler does not see: every template, in every branch and every language. */
class TemplatesTest {

    private static final Path FOLDER = Path.of("src/main/resources/org/penah/partner/page");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}");
    private static final String HOSTILE = "<img src=x onerror=\"alert('1')\">&{msg:title}{0}$1";

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");

    @ParameterizedTest
    @EnumSource
    void every_sentence_is_shown_somewhere_and_what_comes_from_outside_is_only_text(Language language)
            throws IOException {
        // When
        String pages = pages(language);

        // Then
        assertThat(texts(language).values())
                .hasSizeGreaterThan(70)
                .flatMap(text -> List.of(text.toString().split(PLACEHOLDER.pattern())))
                .allSatisfy(part -> assertThat(pages).contains(escaped(part)));
        assertThat(pages).contains(escaped(HOSTILE)).doesNotContain("<img", "onerror=\"", "NOT_FOUND");
    }

    @ParameterizedTest
    @EnumSource
    void every_language_has_the_same_sentences(Language language) throws IOException {
        assertThat(placeholders(language)).isEqualTo(placeholders(Language.EN));
    }

    @Test
    void every_translation_was_made_from_the_english_of_today() throws IOException {
        // Given
        Map<String, Map<String, String>> sentences = new TreeMap<>();
        for (Language language : Language.values()) {
            Map<String, String> all = new TreeMap<>();
            texts(language).forEach((key, text) -> all.put(key.toString(), text.toString()));
            sentences.put(language.code(), all);
        }

        // Then
        assertThat(Translations.stale(Path.of("src/test/resources/translated.txt"), sentences))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void the_guide_names_every_language(Language language) throws IOException {
        assertThat(Path.of("../docs/partners.md"))
                .content()
                .containsPattern("from-a-phone\\), in [^.]*"
                        + Locale.forLanguageTag(language.code()).getDisplayLanguage(Locale.ENGLISH));
    }

    @ParameterizedTest
    @MethodSource("named")
    void every_sentence_that_a_template_names_exists(Expression name) throws IOException {
        // Given
        Expression.Part part = name.getParts().get(0);
        int arguments =
                part.isVirtualMethod() ? part.asVirtualMethod().getParameters().size() : 0;
        Map<String, Set<String>> written = placeholders(Language.EN);

        // Then
        if (written.containsKey(part.getName())) {
            assertThat(written.get(part.getName())).hasSize(arguments);
        } else {
            Stream<? extends Enum<?>> offered = part.getName().equals("late")
                    ? Stream.of(RoundMonitor.Work.values())
                    : part.getName().startsWith("desk_")
                            ? Stream.of(Action.ACKNOWLEDGE, Action.DECLINE)
                            : Stream.of(Action.values());
            assertThat(offered.map(action -> part.getName() + "_" + action)).isSubsetOf(written.keySet());
        }
    }

    @Test
    void a_page_without_one_of_its_sentences_is_not_shown() {
        TemplateInstance page =
                Templates.ENGINE.parse("before {msg:nowhere} behind").instance().setAttribute("language", Language.EN);

        assertThatThrownBy(page::render).hasMessageContaining("no sentence is called nowhere");
    }

    @Test
    void nothing_is_filled_in_unescaped() {
        assertThat(Templates.ENGINE
                        .parse("{value}")
                        .data("value", new RawString("<b>"))
                        .render())
                .isEqualTo("&lt;b&gt;");
    }

    private static Stream<Expression> named() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".html"))
                    .flatMap(file -> Templates.ENGINE.getTemplate(file.replace(".html", "")).getExpressions().stream())
                    .filter(Expression::hasNamespace)
                    .toList()
                    .stream();
        }
    }

    private static String pages(Language language) {
        AlertsPage page = new AlertsPage(language, ZoneOffset.UTC, HOSTILE, false);
        AlertsPage forPhones = new AlertsPage(language, ZoneOffset.UTC, HOSTILE, true);
        Stream<AlertsPage.View> quiet =
                statuses().map(status -> new AlertsPage.View(NOW, List.of(), null, status, List.of()));
        Delivery state = new Delivery("safe-house", 10, List.of(), 3, false, 0);
        Stream<AlertsPage.View> loud = alerts().map(TemplatesTest::kept)
                .map(kept -> new AlertsPage.View(
                        NOW, kept, state, new ConnectionStatus(true, NOW, false, false, null, null), kept));
        return Stream.concat(
                        Stream.of(page.signIn(), page.signIn(true, HOSTILE), page.diskHangs()),
                        Stream.concat(
                                Stream.concat(quiet, loud).map(page::whole),
                                Stream.of(
                                        page.archive(new AlertsPage.Archive(7, List.of(), 0, 40)),
                                        forPhones.signIn(true, HOSTILE),
                                        forPhones.signIn(
                                                true,
                                                HOSTILE,
                                                alerts().findFirst().orElseThrow()),
                                        page.details(alerts().findFirst().orElseThrow(), null, true),
                                        forPhones.details(alerts().findFirst().orElseThrow(), List.of(HOSTILE), false),
                                        forPhones.phone(new AlertsPage.View(
                                                NOW,
                                                List.of(),
                                                null,
                                                statuses().findFirst().orElseThrow(),
                                                List.of())))))
                .collect(Collectors.joining());
    }

    private static Stream<ConnectionStatus> statuses() {
        return Stream.of(
                new ConnectionStatus(true, NOW, false, false, null, null),
                new ConnectionStatus(true, NOW, true, false, null, null),
                new ConnectionStatus(true, NOW, false, true, NOW, null),
                new ConnectionStatus(false, NOW, false, false, null, null)
                        .withLate(Stream.of(RoundMonitor.Work.values())
                                .map(work -> new RoundMonitor.Late(work, NOW))
                                .toList()));
    }

    /** Each kind of message, in words of today and in such as only a newer Penah knows. */
    private static Stream<Alert> alerts() {
        return Stream.of("Alert", "Update", "Cancel", HOSTILE)
                .flatMap(type -> Stream.of("Actual", "Exercise", "Test", HOSTILE)
                        .flatMap(status -> Stream.of(
                                alert(type, status, "Immediate", "Extreme", "Likely", "desk-confirmed", "145", -60),
                                alert(type, status, "Expected", "Severe", "Possible", "source-asserted", null, 60),
                                alert(type, status, "Immediate", "Extreme", "Possible", "source-asserted", "145", 60),
                                alert(type, status, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 0))));
    }

    private static Alert alert(
            String type,
            String status,
            String urgency,
            String severity,
            String certainty,
            String basis,
            @Nullable String region,
            int seconds) {
        return new Alert(
                UUID.randomUUID(),
                2,
                type,
                status,
                urgency,
                severity,
                certainty,
                basis,
                new Alert.Consent(seconds > 0),
                region,
                List.of("en", "fa"),
                "TLP:AMBER+STRICT",
                NOW,
                NOW.plusSeconds(3600),
                NOW.plusSeconds(seconds),
                "safe-house",
                null,
                null,
                seconds > 0 ? NOW.plusSeconds(seconds) : null,
                seconds == 0 ? 57 : null,
                null,
                (seconds > 0 && region != null) ? true : null,
                seconds == 0 ? UUID.randomUUID() : null,
                (seconds > 0 && region == null) ? true : null);
    }

    /** One that nobody has answered, one that is over, and one with each answer. */
    private static List<KeptAlert> kept(Alert alert) {
        return Stream.concat(
                        Stream.of(true, false)
                                .map(open -> new KeptAlert(alert, NOW, List.of(), List.of(), open, false, false, NOW)),
                        Stream.of(Action.values()).map(action -> answered(alert, action)))
                .toList();
    }

    private static KeptAlert answered(Alert alert, Action action) {
        boolean known = alert.ackBy().isBefore(NOW);
        Instant then = NOW.minus(Duration.ofHours(2));
        return new KeptAlert(
                alert,
                NOW,
                List.of(new AnswerLog.Given(new Answer(alert.id(), 2, action, 1), then, known, known ? HOSTILE : null)),
                List.of(new KeptDetails.Read(known ? HOSTILE : null, then, NOW)),
                true,
                false,
                false,
                NOW);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static Map<String, Set<String>> placeholders(Language language) throws IOException {
        Map<String, Set<String>> placeholders = new TreeMap<>();
        texts(language)
                .forEach((key, text) -> placeholders.put(
                        key.toString(),
                        PLACEHOLDER
                                .matcher(text.toString())
                                .results()
                                .map(MatchResult::group)
                                .collect(Collectors.toSet())));
        return placeholders;
    }

    private static Properties texts(Language language) throws IOException {
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(FOLDER.resolve("messages/" + language.code() + ".properties"))) {
            texts.load(file);
        }
        return texts;
    }
}
