package org.penah.partner.page;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.Engine;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.NamespaceResolver;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders the page's templates. Every value is escaped, and no template can change that.
 *
 * <p>A template names a sentence as {@code {msg:key}}; the words are in {@code messages/<language>.properties}. An argument
 * that is a constant of an enum ends the key, {@code action_CLAIM}; others take the places of {@code {0}}, {@code {1}}.
 */
final class Templates {

    private static final String LANGUAGE = "language";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    private static final Map<Language, Properties> TEXTS = Arrays.stream(Language.values())
            .collect(Collectors.toUnmodifiableMap(language -> language, Templates::texts));

    static final Engine ENGINE = Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addNamespaceResolver(NamespaceResolver.builder("msg")
                    .resolveAsync(Templates::find)
                    .build())
            .addResultMapper(new HtmlEscaper(List.of()) {
                @Override
                public boolean appliesTo(Origin origin, Object result) {
                    return true;
                }
            })
            .addLocator(Templates::locate)
            .build();

    private Templates() {}

    /** A template, whose sentences will be in this language. */
    static TemplateInstance get(String name, Language language) {
        return ENGINE.getTemplate(name).instance().setAttribute(LANGUAGE, language);
    }

    private static CompletionStage<Object> find(EvalContext context) {
        List<Object> arguments = context.getParams().stream()
                .map(argument ->
                        context.evaluate(argument).toCompletableFuture().join())
                .toList();
        String key = arguments.size() == 1 && arguments.get(0) instanceof Enum<?> constant
                ? context.getName() + "_" + constant.name()
                : context.getName();
        String text = Objects.requireNonNull(TEXTS.get(context.getAttribute(LANGUAGE)))
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

    private static Properties texts(Language language) {
        try (Reader file = open("messages/" + language.code() + ".properties")) {
            Properties texts = new Properties();
            texts.load(file);
            return texts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Optional<TemplateLocation> locate(String name) {
        return Optional.of(new TemplateLocation() {
            @Override
            public Reader read() {
                return open(name + ".html");
            }

            @Override
            public Optional<Variant> getVariant() {
                return Optional.empty();
            }
        });
    }

    private static Reader open(String resource) {
        InputStream in = Templates.class.getResourceAsStream(resource);
        return new InputStreamReader(Objects.requireNonNull(in, resource), StandardCharsets.UTF_8);
    }
}
