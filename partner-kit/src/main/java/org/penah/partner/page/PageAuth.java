package org.penah.partner.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.penah.partner.home.PrivateFile;

/**
 * Lets a browser in that knows the page's code, 20 random letters and digits (100 bits) in a file that only its owner
 * reads. Deleting the file and starting again makes a new code and ends every session.
 *
 * <p>The cookie follows from the code, so that a screen on the wall survives a restart of the receiver.
 */
final class PageAuth implements Authenticator {

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LETTERS = 20;
    private static final Duration COOKIE = Duration.ofDays(30);

    // Another name that leads to loopback is another site's: DNS rebinding.
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

    private final String code;

    private PageAuth(String code) {
        this.code = code;
    }

    /** Reads the code of the file, or makes one. */
    static PageAuth open(Path file) throws IOException {
        if (!Files.exists(file)) {
            PrivateFile.create(file, (generate() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        String code = plain(Files.readString(file, StandardCharsets.US_ASCII));
        if (code.length() < LETTERS) {
            throw new IOException(file + " holds fewer than " + LETTERS + " letters: delete it, and another is made");
        }
        return new PageAuth(code);
    }

    @Override
    public Optional<String> enter(Form form) {
        return isSame(plain(form.value("code")), code) ? Optional.of(cookie()) : Optional.empty();
    }

    /** What a browser that has the code is known by. */
    String cookie() {
        return derive(code, "cookie");
    }

    @Override
    public Optional<Visitor> visitor(String given) {
        return isSame(given, cookie()) ? Optional.of(new Visitor(null, formToken())) : Optional.empty();
    }

    /** What each form of ours carries. */
    String formToken() {
        return derive(code, "form");
    }

    /** The code is everybody's at this machine: only another one ends what it opened. */
    @Override
    public void leave(String cookie) {}

    @Override
    public boolean isOurs(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    @Override
    public Duration cookieLasts() {
        return COOKIE;
    }

    @Override
    public boolean isForPhones() {
        return false;
    }

    /** What only somebody who has the secret can know, for one purpose. */
    static String derive(String secret, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            byte[] derived = mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String code) {
        return code.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
    }

    private static String generate() {
        SecureRandom random = new SecureRandom();
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
