package org.penah.triage.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.penah.triage.Browser;
import org.penah.triage.LocalKeycloak;

/** Every route × every role; a route that somebody adds without an expectation here is a failure. */
@QuarkusTest
class RoutesTest {

    private enum Answer {
        ALLOWED,
        SENT_TO_SIGN_IN,
        UNAUTHORIZED,
        FORBIDDEN,
        ASKED_WHO_IT_IS;

        static Answer of(int status, String body) {
            return switch (status) {
                case 403 -> body.contains("/problems/step-up") ? ASKED_WHO_IT_IS : FORBIDDEN;
                case 302 -> SENT_TO_SIGN_IN;
                case 401 -> UNAUTHORIZED;
                default -> ALLOWED;
            };
        }
    }

    private record Expected(Answer anonymous, Answer triager, Answer lead, Answer auditor, Answer partnerManager) {}

    private static final Expected START =
            new Expected(Answer.SENT_TO_SIGN_IN, Answer.ALLOWED, Answer.ALLOWED, Answer.ALLOWED, Answer.ALLOWED);
    private static final Expected STAFF =
            new Expected(Answer.UNAUTHORIZED, Answer.ALLOWED, Answer.ALLOWED, Answer.ALLOWED, Answer.ALLOWED);
    private static final Expected DESK =
            new Expected(Answer.UNAUTHORIZED, Answer.ALLOWED, Answer.ALLOWED, Answer.FORBIDDEN, Answer.FORBIDDEN);
    private static final Expected ANYBODY =
            new Expected(Answer.ALLOWED, Answer.ALLOWED, Answer.ALLOWED, Answer.ALLOWED, Answer.ALLOWED);
    private static final Expected LEAD =
            new Expected(Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.ALLOWED, Answer.FORBIDDEN, Answer.FORBIDDEN);
    private static final Expected AUDITOR =
            new Expected(Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.ALLOWED, Answer.FORBIDDEN);
    private static final Expected CHANNEL =
            new Expected(Answer.UNAUTHORIZED, Answer.ALLOWED, Answer.ALLOWED, Answer.FORBIDDEN, Answer.ALLOWED);
    private static final Expected PARTNER_MANAGER =
            new Expected(Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.ALLOWED);
    private static final Expected PARTNER_APPROVER =
            new Expected(Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.ALLOWED, Answer.FORBIDDEN, Answer.ALLOWED);
    private static final Expected PARTNER_MANAGER_STEPPED_UP = new Expected(
            Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.ASKED_WHO_IT_IS);
    private static final Expected PARTNER_APPROVER_STEPPED_UP = new Expected(
            Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.ASKED_WHO_IT_IS, Answer.FORBIDDEN, Answer.ASKED_WHO_IT_IS);
    private static final Expected STAFF_STEPPED_UP = new Expected(
            Answer.UNAUTHORIZED,
            Answer.ASKED_WHO_IT_IS,
            Answer.ASKED_WHO_IT_IS,
            Answer.ASKED_WHO_IT_IS,
            Answer.ASKED_WHO_IT_IS);
    private static final Expected DESK_STEPPED_UP = new Expected(
            Answer.UNAUTHORIZED, Answer.ASKED_WHO_IT_IS, Answer.ASKED_WHO_IT_IS, Answer.FORBIDDEN, Answer.FORBIDDEN);
    private static final Expected LEAD_STEPPED_UP = new Expected(
            Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.ASKED_WHO_IT_IS, Answer.FORBIDDEN, Answer.FORBIDDEN);
    private static final Expected ASKED_ONCE_MORE = new Expected(
            Answer.SENT_TO_SIGN_IN,
            Answer.SENT_TO_SIGN_IN,
            Answer.SENT_TO_SIGN_IN,
            Answer.SENT_TO_SIGN_IN,
            Answer.SENT_TO_SIGN_IN);
    private static final Expected NOBODY =
            new Expected(Answer.UNAUTHORIZED, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.FORBIDDEN);

    private static final Map<String, Expected> EXPECTED = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("GET /", START),
            Map.entry("GET /favicon.svg", STAFF),
            Map.entry("GET /assets/*", STAFF),
            Map.entry("GET /viewer.html", STAFF),
            Map.entry("GET /signed-in", ANYBODY),
            Map.entry("GET /step-up", ASKED_ONCE_MORE),
            Map.entry("GET /api/step-up", STAFF_STEPPED_UP),
            Map.entry("POST /api/keys/enrolment", DESK),
            Map.entry("POST /api/keys/replacement", DESK_STEPPED_UP),
            Map.entry("POST /api/keys/passkey", DESK_STEPPED_UP),
            Map.entry("POST /api/keys/passkey/removal", DESK),
            Map.entry("GET /api/journal", AUDITOR),
            Map.entry("GET /api/journal/facts", AUDITOR),
            Map.entry("GET /api/journal/head", AUDITOR),
            Map.entry("GET /api/people", LEAD),
            Map.entry("POST /api/keys/challenges", DESK),
            Map.entry("POST /api/keys/answers", DESK),
            Map.entry("GET /api/signed-keys", DESK),
            Map.entry("GET /api/root-key", DESK),
            Map.entry("POST /api/root-key", DESK),
            Map.entry("GET /api/compared-keys", DESK),
            Map.entry("POST /api/compared-keys", LEAD),
            Map.entry("POST /api/people/{member}/queues", LEAD_STEPPED_UP),
            Map.entry("POST /api/people/{member}/queues/drop", DESK),
            Map.entry("POST /api/people/{member}/recovered", LEAD_STEPPED_UP),
            Map.entry("POST /api/people/{member}/removal", LEAD_STEPPED_UP),
            Map.entry("POST /api/epochs", LEAD_STEPPED_UP),
            Map.entry("GET /api/epochs", LEAD),
            Map.entry("POST /api/epochs/destruction", LEAD_STEPPED_UP),
            Map.entry("POST /api/epochs/destruction/drop", DESK),
            Map.entry("POST /logout", STAFF),
            Map.entry("GET /api/me", STAFF),
            Map.entry("GET /api/keys", DESK),
            Map.entry("GET /api/news", CHANNEL),
            Map.entry("GET /api/alarms", DESK),
            Map.entry("GET /api/dashboard", DESK),
            Map.entry("GET /api/partners", CHANNEL),
            Map.entry("GET /api/drills", CHANNEL),
            Map.entry("POST /api/drills", PARTNER_MANAGER),
            Map.entry("GET /api/managed-partners", PARTNER_APPROVER),
            Map.entry("POST /api/managed-partners/{partner}/invitation", PARTNER_MANAGER_STEPPED_UP),
            Map.entry("POST /api/managed-partners/{partner}/answer", PARTNER_MANAGER_STEPPED_UP),
            Map.entry("POST /api/managed-partners/{partner}/approval", PARTNER_APPROVER_STEPPED_UP),
            Map.entry("POST /api/managed-partners/{partner}/drop", PARTNER_APPROVER),
            Map.entry("POST /api/managed-partners/{partner}/profile", PARTNER_MANAGER_STEPPED_UP),
            Map.entry("POST /api/managed-partners/{partner}/end", PARTNER_APPROVER_STEPPED_UP),
            Map.entry("POST /api/managed-partners/{partner}/end/drop", CHANNEL),
            Map.entry("GET /api/telephones", DESK),
            Map.entry("POST /api/telephones", PARTNER_APPROVER_STEPPED_UP),
            Map.entry("POST /api/telephones/{telephoneId}/approval", PARTNER_APPROVER_STEPPED_UP),
            Map.entry("GET /api/tags", DESK),
            Map.entry("POST /api/tags", DESK),
            Map.entry("GET /api/views", DESK),
            Map.entry("POST /api/views", DESK),
            Map.entry("GET /api/tips", DESK),
            Map.entry("GET /api/tips/{tipId}", DESK),
            Map.entry("GET /api/tips/{tipId}/blob", DESK),
            Map.entry("POST /api/tips/{tipId}/opened", DESK),
            Map.entry("POST /api/tips/{tipId}/aside", DESK),
            Map.entry("POST /api/tips/{tipId}/alert/confirmation", DESK),
            Map.entry("POST /api/tips/{tipId}/alert/cancellation", DESK_STEPPED_UP),
            Map.entry("POST /api/tips/{tipId}/alert/cancellation/drop", DESK),
            Map.entry("POST /api/tips/{tipId}/alert/renewal", DESK),
            Map.entry("POST /api/tips/{tipId}/alert/others", DESK),
            Map.entry("POST /api/tips/{tipId}/alert/aside", DESK_STEPPED_UP),
            Map.entry("POST /api/tips/{tipId}/alert/aside/drop", DESK),
            Map.entry("POST /api/orphaned-alerts/{alertId}/end", DESK_STEPPED_UP),
            Map.entry("POST /api/orphaned-alerts/{alertId}/end/drop", DESK),
            Map.entry("GET /api/tips/{tipId}/vital-interest", DESK),
            Map.entry("GET /api/tips/{tipId}/vital-interest/reason", DESK),
            Map.entry("POST /api/tips/{tipId}/vital-interest", DESK_STEPPED_UP),
            Map.entry("POST /api/tips/{tipId}/vital-interest/approval", DESK_STEPPED_UP),
            Map.entry("POST /api/tips/{tipId}/vital-interest/drop", DESK),
            Map.entry("GET /api/tips/{tipId}/details", DESK),
            Map.entry("POST /api/tips/{tipId}/details", DESK),
            Map.entry("GET /api/tips/{tipId}/details/{detailsId}/copy", DESK),
            Map.entry("GET /api/tips/{tipId}/details/{detailsId}/sealed", DESK),
            Map.entry("POST /api/tips/{tipId}/details/{detailsId}/drop", DESK),
            Map.entry("POST /api/tips/{tipId}/details/{detailsId}/approval", DESK_STEPPED_UP),
            Map.entry("GET /api/tips/{tipId}/steps", DESK),
            Map.entry("POST /api/tips/{tipId}/steps", DESK),
            Map.entry("POST /api/tips/{tipId}/steps/stepped-up", DESK_STEPPED_UP),
            Map.entry("GET /api/tips/{tipId}/steps/{stepId}/note", DESK),
            Map.entry("GET /api/absences", DESK),
            Map.entry("POST /api/absences", DESK),
            Map.entry("GET /api/mentions", DESK),
            Map.entry("POST /api/mentions/{stepId}/seen", DESK),
            Map.entry("GET /api/tips/{tipId}/replies", DESK),
            Map.entry("POST /api/tips/{tipId}/replies", DESK),
            Map.entry("GET /api/tips/{tipId}/replies/{replyId}/copy", DESK),
            Map.entry("POST /api/tips/{tipId}/replies/{replyId}/drop", DESK),
            Map.entry("POST /api/tips/{tipId}/here", DESK),
            // What is not a route is nobody's, whether or not something is there.
            Map.entry("GET /index.html", NOBODY),
            Map.entry("HEAD /", NOBODY),
            Map.entry("DELETE /api/tips/{tipId}", NOBODY),
            Map.entry("GET /logout", NOBODY),
            Map.entry("GET /api/tips/", NOBODY),
            Map.entry("GET /api/me;x=1", NOBODY),
            // What a policy and a router can read in two ways.
            Map.entry("GET /api/journal;x=1", NOBODY),
            Map.entry("GET /api/journal%3Bx=1", NOBODY),
            Map.entry("GET /api;x=1/journal", NOBODY),
            Map.entry("GET /api%3Bx=1/journal", NOBODY),
            Map.entry("GET /api%2Fjournal", NOBODY),
            Map.entry("GET /api%2fjournal", NOBODY),
            Map.entry("GET /api/journal%2F", NOBODY),
            Map.entry("GET /api/me/..%2Fjournal", NOBODY),
            Map.entry("GET /api/me%2F../journal", NOBODY),
            Map.entry("GET /signed-in;/../api/journal", AUDITOR),
            Map.entry("GET /signed-in/..;/api/journal", NOBODY),
            Map.entry("GET /api/%6Aournal", AUDITOR),
            Map.entry("GET //api/journal", AUDITOR),
            Map.entry("GET /api/./journal", AUDITOR),
            Map.entry("GET /q/health", NOBODY),
            Map.entry("GET /q/metrics", NOBODY),
            Map.entry("GET /nothing", NOBODY)));

    /** What an account without a role may: read that it has no desk, and sign out. */
    private static final Set<String> OF_EVERY_ACCOUNT =
            Set.of("GET /", "GET /favicon.svg", "GET /assets/*", "GET /viewer.html", "GET /signed-in", "POST /logout");

    @Test
    void every_route_has_an_expectation() {
        // When
        Set<String> routes = new TreeSet<>(resourceRoutes());
        Access.RULES.forEach(rule -> routes.add(rule.method() + " " + rule.path()));

        // Then
        assertThat(EXPECTED.keySet()).containsAll(routes);
        assertThat(resourceRoutes()).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void every_file_of_the_console_is_covered_by_a_rule() throws IOException {
        // When
        java.nio.file.Path console = java.nio.file.Path.of("target/classes/META-INF/resources");
        List<String> uncovered;
        try (Stream<java.nio.file.Path> files = Files.walk(console)) {
            uncovered = files.filter(Files::isRegularFile)
                    .map(file -> "/" + console.relativize(file))
                    .filter(path -> Access.RULES.stream().noneMatch(rule -> rule.covers("GET", path)))
                    .toList();
        }

        // Then the start page is reached by "/" alone
        assertThat(uncovered).containsExactly("/index.html");
    }

    @TestFactory
    Stream<DynamicTest> every_route_answers_every_role_as_expected() {
        return EXPECTED.entrySet().stream()
                .flatMap(route -> roles(route.getKey(), route.getValue()).entrySet().stream()
                        .map(role -> dynamicTest(
                                route.getKey() + " for " + role.getKey(),
                                () -> assertThat(answer(route.getKey(), role.getKey()))
                                        .isEqualTo(role.getValue()))));
    }

    /** The accounts of the demo realm, for the lead one who is nothing else would be as good. */
    private static Map<String, Answer> roles(String route, Expected expected) {
        Map<String, Answer> roles = new LinkedHashMap<>();
        roles.put("nobody", expected.anonymous());
        roles.put("rauf", expected.triager());
        roles.put("aysel", expected.lead());
        roles.put("nigar", expected.auditor());
        roles.put("kamran", expected.partnerManager());
        roles.put(LocalKeycloak.WITHOUT_ROLES, OF_EVERY_ACCOUNT.contains(route) ? Answer.ALLOWED : Answer.FORBIDDEN);
        return roles;
    }

    private static Answer answer(String route, String account) throws IOException {
        String method = route.substring(0, route.indexOf(' '));
        String path = route.substring(method.length() + 1)
                .replace("{member}", "nobody")
                .replace("{partner}", "nobody")
                .replace("{tipId}", UUID.randomUUID().toString())
                .replace("{replyId}", UUID.randomUUID().toString())
                .replace("{detailsId}", UUID.randomUUID().toString())
                .replace("{stepId}", UUID.randomUUID().toString())
                .replace("{telephoneId}", UUID.randomUUID().toString())
                .replace("{alertId}", UUID.randomUUID().toString())
                .replace("*", "nothing.js");
        Browser browser = browser(account, path);
        HttpResponse<InputStream> response = browser.send(
                browser.request(path)
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("X-Penah", "console")
                        .method(method, BodyPublishers.noBody()),
                BodyHandlers.ofInputStream());
        // The body says why it is refused; the body of one route takes minutes.
        String why = response.statusCode() == 403 ? new String(response.body().readAllBytes(), UTF_8) : "";
        response.body().close();
        return Answer.of(response.statusCode(), why);
    }

    private static Browser browser(String account, String path) {
        if (account.equals("nobody")) {
            return Browser.anonymous();
        }
        // Signing out must not end the session that other tests share.
        return path.equals("/logout") ? Browser.signIn(account) : Browser.of(account);
    }

    private static Set<String> resourceRoutes() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.penah.triage")
                        .stream()
                        .filter(resource -> resource.isAnnotatedWith(Path.class))
                        .flatMap(resource ->
                                resource.getMethods().stream().flatMap(method -> route(resource, method).stream()))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<String> route(JavaClass resource, JavaMethod method) {
        return method.getAnnotations().stream()
                .map(JavaAnnotation::getRawType)
                .filter(annotation -> annotation.isAnnotatedWith(HttpMethod.class))
                .map(annotation -> annotation.getSimpleName() + " " + path(resource) + path(method))
                .findFirst();
    }

    private static String path(HasAnnotations<?> annotated) {
        return annotated.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
    }
}
