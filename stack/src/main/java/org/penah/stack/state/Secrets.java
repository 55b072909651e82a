package org.penah.stack.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

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

    private synchronized Secret get(String name, int groups) {
        Path file = file(name);
        try {
            if (!Files.exists(file)) {
                PrivateFile.write(file, generate(groups));
            }
            return new Secret(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where {@link #get} keeps the secret, for a program that reads it from a file. */
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
