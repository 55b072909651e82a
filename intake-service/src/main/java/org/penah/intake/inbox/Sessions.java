package org.penah.intake.inbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.penah.sealing.digest.Digest;

/**
 * Remembers from one page to the next whose inbox it is.
 *
 * <p>The page holds a random token in a hidden field; we hold its SHA-256, and the source's pass sealed under a key that
 * only the token yields. So neither a page without this process nor this process without the page opens anything. A token
 * works once, so that a page left behind in a browser is of no use after the next one was asked for.
 */
@ApplicationScoped
class Sessions {

    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final byte[] PURPOSE = "penah inbox session v1".getBytes(StandardCharsets.US_ASCII);
    /** Each key seals one pass and no more. */
    private static final IvParameterSpec ONLY_NONCE = new IvParameterSpec(new byte[12]);

    private record Sealed(ByteBuffer pass, Instant until) {}

    private final Clock clock;
    private final Duration life;
    private final int most;
    private final SecureRandom random = new SecureRandom();
    /** Oldest first, so that expired and surplus sessions are at the front. */
    private final Map<String, Sealed> sessions = new LinkedHashMap<>();

    Sessions(Clock clock, InboxConfig config) {
        this.clock = clock;
        this.life = config.sessionLife();
        this.most = config.mostSessions();
    }

    /** The token for the next page. */
    String open(InboxCredential pass) {
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        byte[] written = pass.written().getBytes(StandardCharsets.US_ASCII);
        var sealed = new Sealed(
                ByteBuffer.wrap(crypt(Cipher.ENCRYPT_MODE, token, written)),
                clock.instant().plus(life));
        Arrays.fill(written, (byte) 0);
        synchronized (sessions) {
            sweep(most - 1);
            sessions.put(name(token), sealed);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** Opens the text sealed under a token, once; empty if the token was used, is too old, or is not ours. */
    Optional<InboxCredential> take(String word) {
        if (!TOKEN.matcher(word).matches()) {
            return Optional.empty();
        }
        byte[] token = Base64.getUrlDecoder().decode(word);
        Sealed sealed;
        synchronized (sessions) {
            sweep(most);
            sealed = sessions.remove(name(token));
        }
        if (sealed == null) {
            return Optional.empty();
        }
        byte[] written = crypt(Cipher.DECRYPT_MODE, token, sealed.pass().array());
        try {
            return Optional.of(InboxCredential.read(new String(written, StandardCharsets.US_ASCII)));
        } finally {
            Arrays.fill(written, (byte) 0);
        }
    }

    int count() {
        synchronized (sessions) {
            return sessions.size();
        }
    }

    private void sweep(int room) {
        Instant now = clock.instant();
        Iterator<Sealed> oldest = sessions.values().iterator();
        while (oldest.hasNext() && (!oldest.next().until().isAfter(now) || sessions.size() > room)) {
            oldest.remove();
        }
    }

    private static String name(byte[] token) {
        return HexFormat.of().formatHex(Digest.sha256(token));
    }

    private static byte[] crypt(int mode, byte[] token, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(mode, new SecretKeySpec(mac.doFinal(PURPOSE), "ChaCha20"), ONLY_NONCE);
            return cipher.doFinal(text);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
