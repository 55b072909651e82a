package org.penah.ceremony.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says where a command reads and writes, and where passphrases come from. */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        @Nullable Console console) {

    private static final int SHORTEST_NEW_PASSPHRASE = 12;

    /** Set by {@code ./penah} where standard error is a terminal. */
    private static final String PROGRESS = "PENAH_PROGRESS";

    /** In bytes; what is smaller takes no time that one would wait for. */
    private static final long LARGE = 16 << 20;

    static Terminal ofSystem() {
        return new Terminal(System.in, System.out, System.err, System.getenv(), System.console());
    }

    /** Asks for a passphrase that exists; the variable, where it is set, answers instead. The caller wipes it. */
    char[] passphrase(String what, String variable) throws RefusedException {
        return secret("Passphrase of " + what, "passphrase", variable);
    }

    /** Asks for what nobody shall read off the screen; the variable, where it is set, answers instead. */
    char[] secret(String what, String kind, String variable) throws RefusedException {
        String preset = environment.get(variable);
        if (preset != null && !preset.isEmpty()) {
            return preset.toCharArray();
        }
        if (console == null) {
            throw new RefusedException("the " + Character.toLowerCase(what.charAt(0)) + what.substring(1)
                    + " is needed: run this in a terminal, or set " + variable);
        }
        char[] typed = console.readPassword("%s: ", what);
        if (typed == null || typed.length == 0) {
            throw new RefusedException("no " + kind + " was given");
        }
        return typed;
    }

    /** Asks for a new passphrase, twice. */
    char[] newPassphrase(String what, String variable) throws RefusedException {
        char[] passphrase = passphrase(what, variable);
        if (passphrase.length < SHORTEST_NEW_PASSPHRASE) {
            throw new RefusedException("a passphrase has at least " + SHORTEST_NEW_PASSPHRASE + " characters");
        }
        if (console != null && !environment.containsKey(variable)) {
            char[] again = console.readPassword("The same again: ");
            boolean same = Arrays.equals(passphrase, again);
            if (again != null) {
                Arrays.fill(again, '\0');
            }
            if (!same) {
                throw new RefusedException("the two were not the same");
            }
        }
        return passphrase;
    }

    /** What is typed next, which is no secret; empty if nothing comes. */
    String line() throws IOException {
        String typed = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return typed == null ? "" : typed;
    }

    /** Opens a file, and shows how much of it was read where that takes long and somebody looks. */
    InputStream open(Path file) throws IOException {
        InputStream opened = Files.newInputStream(file);
        long size = Files.size(file);
        return size < LARGE || environment.getOrDefault(PROGRESS, "").isEmpty()
                ? opened
                : new ReadingProgress(opened, size, err);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more dependency
    void say(String sentence, Object... values) {
        out.println(String.format(Locale.ROOT, sentence, values));
    }
}
