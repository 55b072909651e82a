package org.penah.stack.partner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.penah.stack.StackFailure;
import org.penah.stack.keys.DemoKeys;
import org.penah.stack.process.Jvm;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;
import org.penah.stack.tor.TorNetwork;

/** Runs penah-canary, the synthetic source. */
public final class DemoCanary {

    private final Path jar;
    private final State state;
    private final Ports ports;
    private final DemoKeys keys;
    private final Optional<TorNetwork> tor;

    /** Takes the jar of penah-canary, and the network that it goes through if there is one. */
    public DemoCanary(Path jar, State state, Ports ports, DemoKeys keys, Optional<TorNetwork> tor) {
        this.jar = jar;
        this.state = state;
        this.ports = ports;
        this.keys = keys;
        this.tor = tor;
    }

    /** The mailbox of its tips, as intake-service's setting; makes its receipt, once. */
    public synchronized String mailbox() throws IOException {
        Said said = say(command(List.of("init", "--receipt=" + receipt(), "--keys=" + keys.folder())));
        if (said.status() != 0) {
            throw new StackFailure("penah-canary init failed:\n" + said.words().indent(4));
        }
        return said.words().strip();
    }

    /** Sends a tip every hour. */
    public ProcessBuilder run() throws IOException {
        return run(List.of());
    }

    /**
     * What the program said of a tip.
     *
     * @param status 0 if it went the whole way
     */
    public record Said(int status, String words) {}

    /** Sends one tip, and waits for the answer as long as this. */
    public Said runOnce(Duration patience) throws IOException {
        return say(run(List.of("--once", "--patience=" + patience)));
    }

    private ProcessBuilder run(List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--receipt=" + receipt(), "--fill-in=PT0S"));
        if (tor.isPresent()) {
            arguments.add("--url=http://" + tor.get().address());
            arguments.add("--tor=127.0.0.1:" + ports.of(Port.TOR_SOCKS));
        } else {
            arguments.add("--url=" + ports.url(Port.INTAKE));
        }
        arguments.addAll(more);
        return command(arguments);
    }

    private static Said say(ProcessBuilder command) throws IOException {
        Process process = command.redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Said(process.waitFor(), words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Path receipt() throws IOException {
        return state.folder("canary").resolve("receipt");
    }

    private ProcessBuilder command(List<String> arguments) throws IOException {
        List<String> whole = new ArrayList<>(List.of("-jar", jar.toString()));
        whole.addAll(arguments);
        return Jvm.command(state.folder("tmp").resolve("canary"), Map.of(), whole);
    }
}
