package org.penah.triage.partner;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.sealing.digest.Digest;

/**
 * A partner's answer to an invitation: its own profile, signed with the key that it names.
 *
 * <p>It is checked here so that the member who pastes it learns at once what is wrong; notify-service checks it too.
 *
 * @param text one line: {@code challenge.seconds.profile.signature}
 */
record Statement(String text, String challenge, Said said) {

    /** A mail program breaks the line; what is in it has no spaces. */
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static final Pattern FORM =
            Pattern.compile("((join-[0-9a-f]{32})\\.[1-9][0-9]{9}\\.(\\{[\\x21-\\x7e]*}))\\.v1a,([A-Za-z0-9+/]{86}==)");
    private static final int MAX_CHARS = 4096;
    private static final int MAX_URL_CHARS = 500;
    private static final int FINGERPRINT_DIGITS = 32;
    private static final String KEY_PREFIX = "whpk_";
    /** The bytes before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410). */
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The profile. */
    record Said(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String url,
            @JsonProperty(required = true) String recipient,
            @JsonProperty(required = true) String acknowledgementKey,
            @JsonProperty(required = true) boolean acceptsSourceAsserted,
            @JsonProperty(required = true) PartnerChanged.Channel channel) {}

    /**
     * Reads what was pasted.
     *
     * @throws IllegalArgumentException with words for the member who pasted it
     */
    static Statement read(String pasted) {
        if (pasted.length() > 2 * MAX_CHARS) {
            throw new IllegalArgumentException("This is too long to be a partner's answer.");
        }
        String text = SPACE.matcher(pasted).replaceAll("");
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || text.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "This is not the one line that penah-partner join prints, or not all of it.");
        }
        Said said = said(parts.group(3));
        if (!isSigned(said.acknowledgementKey(), parts.group(1), parts.group(4))) {
            throw new IllegalArgumentException("The signature is not good: something in the line was changed.");
        }
        return new Statement(text, parts.group(2), said);
    }

    private static Said said(String json) {
        try {
            Said said = MAPPER.readValue(json, Said.class);
            boolean isProper = PartnerDecided.isName(said.name)
                    && said.url.length() <= MAX_URL_CHARS
                    && said.url.matches("https?://[\\x21-\\x7e]+")
                    && said.recipient.matches("age1pq1[a-z0-9]{1900,2000}")
                    && said.acknowledgementKey.matches(KEY_PREFIX + "[A-Za-z0-9+/]{43}=");
            if (!isProper) {
                throw new IllegalArgumentException("The profile in the line has an improper name, address or key.");
            }
            return said;
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("The profile in the line is not complete, or has more than it may.");
        }
    }

    private static boolean isSigned(String key, String signed, String signature) {
        try {
            byte[] raw = Base64.getDecoder().decode(key.substring(KEY_PREFIX.length()));
            byte[] encoded = new byte[ED25519.length + raw.length];
            System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
            System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(signed.getBytes(US_ASCII));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            return false;
        }
    }

    /** Whether somebody heard this line's fingerprint: the first half of its SHA-256, as {@code sha256sum} prints it. */
    boolean wasHeard(String heard) {
        String digits = heard.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return HexFormat.of()
                .formatHex(Digest.sha256(text.getBytes(US_ASCII)))
                .substring(0, FINGERPRINT_DIGITS)
                .equals(digits);
    }
}
