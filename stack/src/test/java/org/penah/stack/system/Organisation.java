package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.stack.process.Jvm;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;

/** A protection organisation that has penah-partner's jar, a folder, and nothing else of ours. */
final class Organisation implements AutoCloseable {

    private static final Path JAR =
            Path.of("../partner-kit/target/penah-partner.jar").toAbsolutePath().normalize();
    private static final Pattern FINGERPRINT = Pattern.compile("^Fingerprint: (.*)$", Pattern.MULTILINE);

    private final String name;
    private final Path folder;
    private final Map<String, String> environment;
    private final int port = FreePort.find();
    private final List<Process> running = new ArrayList<>();

    Organisation(String name, Path folder) {
        this(name, folder, Map.of());
    }

    /** @param environment what its programs find in theirs */
    Organisation(String name, Path folder, Map<String, String> environment) {
        this.name = name;
        this.folder = folder;
        this.environment = environment;
    }

    /** Where its receiver listens, for the proxy in front of it. */
    int port() {
        return port;
    }

    /** What a command printed; it must have ended well. */
    String command(String command, String... arguments) throws IOException {
        return builder(command, arguments).succeed();
    }

    /** What a command printed last, for a telephone call. */
    static String fingerprint(String said) {
        Matcher found = FINGERPRINT.matcher(said);
        assertThat(found.find()).as(said).isTrue();
        return found.group(1);
    }

    /**
     * Starts the receiver.
     *
     * @return what it prints
     */
    Path receive(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--port=" + port, "--page=0"));
        arguments.addAll(List.of(more));
        return starts(builder("receive", arguments.toArray(String[]::new)));
    }

    /** Starts something that it needs until the end. */
    Path starts(Command program) throws IOException {
        Path printed = Files.createTempFile(folder, name, ".log");
        running.add(program.output(printed).start());
        return printed;
    }

    private Command builder(String command, String... arguments) throws IOException {
        List<String> whole = new ArrayList<>(List.of("-jar", JAR.toString(), command, "--dir=" + folder.resolve(name)));
        whole.addAll(List.of(arguments));
        return Command.prepared(Jvm.command(folder.resolve("tmp"), environment, whole));
    }

    @Override
    public void close() {
        for (Process program : running) {
            program.destroy();
            program.onExit().join();
        }
    }
}
