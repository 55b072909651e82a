package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.penah.stack.story.ConsoleDriver;
import org.penah.testbed.browser.Chromium;

/** The desk of an installed server at the other end of a tunnel, and a member at it whose account somebody makes there. */
final class InstalledDesk {

    static final String KEYCLOAK = "http://localhost:8180";
    private static final String DESK = "http://localhost:8082";
    private static final String FIRST_PASSWORD = "to be changed at the first sign-in";
    private static final String PASSWORD = "orchard pebble winter saddle nineteen marble";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String member;
    private final String passphrase;

    /** Of the member's phone. */
    private String secret = "";

    InstalledDesk(String member, String passphrase) {
        this.member = member;
        this.passphrase = passphrase;
    }

    /** Fails until the tunnel is open and sign-in answers. */
    static void requireSignIn() throws IOException, InterruptedException {
        ask(HttpRequest.newBuilder(URI.create(KEYCLOAK + "/realms/penah/.well-known/openid-configuration")));
    }

    /** What the administrator does in Keycloak's own pages. */
    void makeAccount(String administratorsPassword) throws Exception {
        String realm = KEYCLOAK + "/admin/realms/penah";
        String token = JSON.readTree(ask(HttpRequest.newBuilder(
                                        URI.create(KEYCLOAK + "/realms/master/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(
                                        "grant_type=password&client_id=admin-cli&username=admin&password="
                                                + URLEncoder.encode(administratorsPassword, StandardCharsets.UTF_8))))
                        .body())
                .path("access_token")
                .asText();
        HttpResponse<String> made = ask(json(token, realm + "/users")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of(
                        "username",
                        member,
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", FIRST_PASSWORD, "temporary", true)))))));
        JsonNode role =
                JSON.readTree(ask(json(token, realm + "/roles/triager").GET()).body());
        String account = made.headers().firstValue("Location").orElseThrow();
        ask(json(token, account + "/role-mappings/realm")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(List.of(role)))));
    }

    private static HttpRequest.Builder json(String token, String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    static int status(String address) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s: %s", answer.uri(), answer.body())
                .isBetween(200, 299);
        return answer;
    }

    /** The member's first day: their own password and code, the key from the ceremony and the root key; then every tip, each by its message. */
    Map<String, String> readAll(String rootKey, int count) throws Exception {
        try (Chromium chromium = Chromium.find().orElseThrow()) {
            ConsoleDriver screen = ConsoleDriver.signIn(chromium, DESK, member, FIRST_PASSWORD);
            Page page = screen.page();
            Locator newPassword = page.locator("#password-new");
            newPassword.or(page.locator("#totp")).first().waitFor();
            boolean passwordFirst = newPassword.isVisible();
            if (passwordFirst) {
                changePassword(page);
            }
            secret = page.locator("input[name=totpSecret]").inputValue();
            page.locator("#totp").fill(code(secret));
            page.locator("#saveTOTPBtn").click();
            if (!passwordFirst) {
                changePassword(page);
            }
            screen.unlock(passphrase, rootKey);
            Locator tips = page.locator("[data-tip]");
            tips.nth(count - 1).waitFor();
            List<String> ids =
                    tips.all().stream().map(tip -> tip.getAttribute("data-tip")).toList();
            String message = screen.read(ids.get(0));
            Map<String, String> read = new LinkedHashMap<>(Map.of(message, ids.get(0)));
            for (String tip : ids.subList(1, ids.size())) {
                screen.choose(tip);
                // That of the one before is still there for a moment.
                message = page.locator("[data-part=message]", new Page.LocatorOptions().setHasNotText(message))
                        .innerText();
                read.put(message, tip);
            }
            return read;
        }
    }

    /** The same password and phone, and a browser that knows nothing. */
    String readAgain(String rootKey, String tip) throws Exception {
        try (Chromium chromium = Chromium.find().orElseThrow()) {
            ConsoleDriver screen = ConsoleDriver.signIn(chromium, DESK, member, PASSWORD);
            screen.page().locator("#otp").fill(code(secret));
            screen.page().locator("#kc-login").click();
            screen.unlock(passphrase, rootKey);
            return screen.read(tip);
        }
    }

    private static void changePassword(Page page) {
        page.locator("#password-new").fill(PASSWORD);
        page.locator("#password-confirm").fill(PASSWORD);
        page.locator("input[type=submit], button[type=submit]").first().click();
    }

    /** What a phone shows (RFC 6238). */
    private static String code(String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        long period = Instant.now().getEpochSecond() / 30;
        byte[] hash =
                mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(period).array());
        int value = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, Integer.BYTES)
                        .getInt()
                & 0x7fffffff;
        return "%06d".formatted(value % 1_000_000);
    }
}
