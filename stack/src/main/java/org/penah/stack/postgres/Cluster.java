package org.penah.stack.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.penah.stack.StackFailure;
import org.penah.stack.process.Jvm;
import org.penah.stack.state.State;

/** One PostgreSQL data directory that survives restarts, and the command that serves it. */
public final class Cluster {

    static final String SUPERUSER_SECRET = "postgres-superuser";

    /**
     * A source's words must not reach a log through an error message, nor the time of a tip through a line about a
     * checkpoint: with these settings, as on an installed server, PostgreSQL quotes neither a failed statement nor its row.
     */
    private static final List<String> SILENCE = Stream.of(
                    "log_min_error_statement=panic",
                    "log_error_verbosity=terse",
                    "log_statement=none",
                    "log_checkpoints=off",
                    "log_autovacuum_min_duration=-1")
            .flatMap(setting -> Stream.of("-c", setting))
            .toList();

    private final State state;
    private final int port;
    private final Path programs;
    private final Path data;

    public Cluster(State state, int port) {
        this.state = state;
        this.port = port;
        Path home = state.folder("postgres");
        this.programs = home.resolve("programs");
        this.data = home.resolve("data");
    }

    /** Makes the cluster if there is none; the returned command runs in the foreground until it gets INT. */
    public ProcessBuilder prepare() throws IOException {
        Binaries.unpackTo(programs);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        List<String> command = asOrdinaryUser(program("postgres"));
        command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
        command.addAll(List.of("-c", "max_connections=60", "-c", "timezone=UTC", "-c", "log_timezone=UTC"));
        command.addAll(SILENCE);
        return Jvm.withEnvironment(new ProcessBuilder(command), Map.of());
    }

    private void initialise() throws IOException {
        state.secrets().get(SUPERUSER_SECRET);
        List<String> command = asOrdinaryUser(program("initdb"));
        command.addAll(List.of("-D", data.toString(), "-U", "postgres", "-A", "scram-sha-256"));
        command.addAll(List.of("--pwfile=" + state.secrets().file(SUPERUSER_SECRET), "-E", "UTF8", "--locale=C"));
        command.add("--no-instructions");
        Process initdb = Jvm.withEnvironment(new ProcessBuilder(command), Map.of())
                .redirectErrorStream(true)
                .start();
        String said = new String(initdb.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (initdb.waitFor() != 0) {
                throw new StackFailure("PostgreSQL cannot make its data directory:\n" + said.indent(4));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    /** PostgreSQL refuses to run as root. In a separate user namespace it is nobody, and still owns its files. */
    private static List<String> asOrdinaryUser(String program) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program);
        return command;
    }
}
