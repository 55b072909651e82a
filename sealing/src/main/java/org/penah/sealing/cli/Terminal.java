package org.penah.sealing.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a command reads and writes, and where passphrases come from. */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        @Nullable Console console) {

    private static final int SHORTEST_NEW_PASSPHRASE = 12;

    static Terminal ofSystem() {
        return new Terminal(System.in, System.out, System.err, System.getenv(), System.console());
    }

    /** Asks for a passphrase that exists; the variable, where it is set, answers instead. The caller wipes it. */
    char[] passphrase(String what, String variable) throws RefusedException {
        String preset = environment.get(variable);
        if (preset != null && !preset.isEmpty()) {
            return preset.toCharArray();
        }
        if (console == null) {
            throw new RefusedException(
                    "the passphrase of " + what + " is needed: run this in a terminal, or set " + variable);
        }
        char[] typed = console.readPassword("Passphrase of %s: ", what);
        if (typed == null || typed.length == 0) {
            throw new RefusedException("no passphrase was given");
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

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency of its own
    void say(String sentence, Object... values) {
        out.println(String.format(Locale.ROOT, sentence, values));
    }
}
