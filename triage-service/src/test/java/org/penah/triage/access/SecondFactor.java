package org.penah.triage.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.penah.triage.Browser;
import org.penah.triage.Json;
import org.penah.triage.LocalKeycloak;

/** Somebody at the sign-in page of the production realm, with a phone that shows codes (RFC 6238). */
final class SecondFactor {

    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final Pattern SECRET = Pattern.compile("name=\"totpSecret\"[^>]*value=\"([^\"]+)\"");
    private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-for-the-test";
    private static final String BACK = LocalKeycloak.triageUrl() + "/signed-in";
    private static final String REALM = LocalKeycloak.url() + "/realms/" + LocalKeycloak.PRODUCTION;

    private Browser browser = Browser.anonymous();
    private HttpResponse<String> page;
    private byte[] secret = {};

    /** Fills in name and password. */
    SecondFactor(String account) {
        page = signIn(account);
    }

    /** A browser that knows nothing yet, and the same phone. */
    void again(String account) {
        browser = Browser.anonymous();
        page = signIn(account);
    }

    private HttpResponse<String> signIn(String account) {
        page = ask("");
        return fill(Map.of("username", account, "password", LocalKeycloak.DEMO_PASSWORD));
    }

    /** Has Keycloak ask for the level of a dangerous deed. */
    void stepUp() {
        page = ask("&claims="
                + encoded("{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + StepUp.LEVEL + "\"]}}}"));
    }

    private HttpResponse<String> ask(String more) {
        String query = "client_id=triage&response_type=code&scope=openid&state=x&nonce=n&code_challenge_method=S256"
                + "&code_challenge=" + challenge() + "&redirect_uri=" + encoded(BACK) + more;
        return browser.follow(
                browser.send(HttpRequest.newBuilder(URI.create(REALM + "/protocol/openid-connect/auth?" + query))));
    }

    /** Sets up the phone with the secret that the page shows. */
    void setUp(int periodsFromNow) {
        Matcher shown = SECRET.matcher(page.body());
        if (!shown.find()) {
            throw new IllegalStateException("no secret on the page");
        }
        secret = shown.group(1).getBytes(StandardCharsets.UTF_8);
        page = fill(Map.of("totp", code(periodsFromNow), "totpSecret", shown.group(1), "userLabel", "phone"));
    }

    void type(String code) {
        page = fill(Map.of("otp", code));
    }

    /** What the phone shows, 30 seconds a period. */
    String code(int periodsFromNow) {
        try {
            long counter = Instant.now().getEpochSecond() / 30 + periodsFromNow;
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(counter).array());
            int value = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, 4).getInt() & 0x7fffffff;
            return "%06d".formatted(value % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private HttpResponse<String> fill(Map<String, String> fields) {
        Matcher form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new IllegalStateException("no form on the page of status " + page.statusCode());
        }
        return browser.follow(browser.send(post(form.group(1).replace("&amp;", "&"), fields)));
    }

    private static HttpRequest.Builder post(String address, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    /** Whether Keycloak has let them through to the desk. */
    boolean isIn() {
        return page.uri().toString().startsWith(BACK) && page.uri().getQuery().contains("code=");
    }

    boolean isAskedForACode() {
        return page.body().contains("name=\"otp\"");
    }

    boolean mustSetUp() {
        return page.body().contains("name=\"totpSecret\"");
    }

    /** What Keycloak says about them to the desk. */
    JsonNode idToken() {
        String code = page.uri().getQuery().replaceAll(".*code=([^&]+).*", "$1");
        HttpResponse<String> tokens = Browser.anonymous()
                .send(post(
                        REALM + "/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                code,
                                "redirect_uri",
                                BACK,
                                "client_id",
                                "triage",
                                "client_secret",
                                LocalKeycloak.CLIENT_SECRET,
                                "code_verifier",
                                VERIFIER)));
        String token = Json.of(tokens).path("id_token").asText();
        String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return Json.of(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    private static String challenge() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
