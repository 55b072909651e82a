package org.penah.stack.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.penah.testbed.key.Ed25519Keys;

/** One file a secret, readable by its owner alone, made at random when it is first asked for, in groups of letters. */
public final class Secrets {

    /** Crockford's base 32: no letter that is taken for another one when it is typed from a screen. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int GROUPS = 7;
    private static final int TYPED_GROUPS = 4;
    private static final int GROUP_LETTERS = 5;

    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    Secrets(Path folder) {
        this.folder = folder;
    }

    /** A secret that programs tell each other: 175 random bits. */
    public Secret get(String name) {
        return get(name, GROUPS);
    }

    /** A secret that a person types from a screen: 100 random bits. */
    public Secret getTyped(String name) {
        return get(name, TYPED_GROUPS);
    }

    /** A service's key for its events, PKCS #8 in base64; {@link #eventKeyPublic} has the other half. */
    public Secret eventKey(String service) {
        makeEventKeys(service);
        return get("events-" + service, GROUPS);
    }

    /** X.509 in base64. */
    public String eventKeyPublic(String service) {
        makeEventKeys(service);
        return get("events-" + service + "-public", GROUPS).reveal();
    }

    /** The public half first: the private one is there when both are. */
    private synchronized void makeEventKeys(String service) {
        Path file = file("events-" + service);
        if (!Files.exists(file)) {
            Ed25519Keys keys = Ed25519Keys.make();
            write(file("events-" + service + "-public"), keys.publicKey());
            write(file, keys.privateKey());
        }
    }

    private synchronized Secret get(String name, int groups) {
        Path file = file(name);
        if (!Files.exists(file)) {
            write(file, generate(groups));
        }
        try {
            return new Secret(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String secret) {
        try {
            PrivateFile.write(file, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of the secret that {@link #get} returns, for a program that reads it from there. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    private String generate(int groups) {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < groups * GROUP_LETTERS; i++) {
            if (i > 0 && i % GROUP_LETTERS == 0) {
                secret.append('-');
            }
            secret.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return secret.toString();
    }
}
