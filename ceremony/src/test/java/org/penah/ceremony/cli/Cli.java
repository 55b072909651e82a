package org.penah.ceremony.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs a command as a person without a terminal would, and keeps what it said. */
final class Cli {

    private final Map<String, String> environment;
    private byte[] input = new byte[0];
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Cli(Map<String, String> environment) {
        this.environment = environment;
    }

    static Cli withPassphrase(String passphrase) {
        return new Cli(Map.of("AGE_PASSPHRASE", passphrase, "PENAH_PASSPHRASE", passphrase));
    }

    static Cli withoutPassphrase() {
        return with(Map.of());
    }

    static Cli with(Map<String, String> environment) {
        return new Cli(environment);
    }

    Cli typing(String line) {
        return typing(line.getBytes(StandardCharsets.UTF_8));
    }

    Cli typing(byte[] standardInput) {
        input = standardInput;
        return this;
    }

    int run(String... arguments) {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        return Main.run(
                new Terminal(
                        new ByteArrayInputStream(input),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        null),
                arguments);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
