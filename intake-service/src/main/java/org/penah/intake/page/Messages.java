package org.penah.intake.page;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.NamespaceResolver;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds every sentence that a source reads. A template names it as {@code {bundle:key}}; the words are in {@code
 * messages/<bundle>_<language>.properties}.
 *
 * <p>An argument that is a constant of an enum ends the key, {@code topic_THREAT}; others take the places of {@code {0}},
 * {@code {1}}. Templates escape the result.
 */
@ApplicationScoped
class Messages {

    static final List<String> BUNDLES = List.of("flood", "home", "inbox", "msg", "seal");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    void register(@Observes EngineBuilder engine) {
        for (String bundle : BUNDLES) {
            Map<Locale, Properties> texts = Arrays.stream(Language.values())
                    .collect(Collectors.toUnmodifiableMap(
                            language -> Locale.forLanguageTag(language.tag()), language -> read(bundle, language)));
            engine.addNamespaceResolver(NamespaceResolver.builder(bundle)
                    .resolveAsync(context -> find(context, texts))
                    .build());
        }
    }

    private static CompletionStage<Object> find(EvalContext context, Map<Locale, Properties> texts) {
        List<Object> arguments = context.getParams().stream()
                .map(argument ->
                        context.evaluate(argument).toCompletableFuture().join())
                .toList();
        String key = arguments.size() == 1 && arguments.get(0) instanceof Enum<?> constant
                ? context.getName() + "_" + constant.name()
                : context.getName();
        Object language = context.getAttribute(TemplateInstance.LOCALE);
        String text = Objects.requireNonNull(texts.get(language), "a page without a language")
                .getProperty(key);
        return text == null
                ? CompletedStage.failure(new TemplateException("no sentence is called " + key))
                : CompletedStage.of(fill(text, arguments));
    }

    private static String fill(String text, List<Object> arguments) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(
                        arguments.get(Integer.parseInt(place.group(1))).toString()));
    }

    private static Properties read(String bundle, Language language) {
        String file = "/messages/" + bundle + "_" + language.tag() + ".properties";
        try (InputStream in = Messages.class.getResourceAsStream(file)) {
            Properties texts = new Properties();
            texts.load(new InputStreamReader(Objects.requireNonNull(in, file), StandardCharsets.UTF_8));
            return texts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
