package org.penah.stack.tor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.penah.stack.StackFailure;
import org.penah.stack.process.Jvm;

/** Runs tor's own programs, as the machine has them. */
final class TorCommands {

    /** Where some systems put what they think only an administrator starts. */
    private static final List<String> BESIDE_PATH = List.of("/usr/sbin", "/usr/local/sbin");

    private TorCommands() {}

    /** Runs in the foreground and logs to its output. Nothing of the machine's own configuration is read. */
    static ProcessBuilder tor(Path torrc) {
        return Jvm.withEnvironment(
                new ProcessBuilder(find("tor"), "--defaults-torrc", "/dev/null", "-f", torrc.toString()), Map.of());
    }

    /**
     * Runs one to its end.
     *
     * @param input what it reads
     * @return what it wrote to its output
     */
    static String run(String input, String name, List<String> arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(find(name));
        builder.command().addAll(arguments);
        Process process = Jvm.withEnvironment(builder, Map.of())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new StackFailure(
                        "%s ended with exit code %d:%n%s".formatted(name, process.exitValue(), said.indent(4)));
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** @throws StackFailure if one that the network needs is not installed, or cannot do proof of work */
    static void mustBeThere() throws IOException {
        find("tor-gencert");
        if (!run("", "tor", List.of("--list-modules")).contains("pow: yes")) {
            throw new StackFailure(
                    "This tor is built without proof of work (its option --enable-gpl), which --tor needs;"
                            + " Debian's package has it.");
        }
    }

    private static String find(String name) {
        return find(name, System.getenv().getOrDefault("PATH", ""), BESIDE_PATH);
    }

    static String find(String name, String path, List<String> besidePath) {
        return Stream.concat(Arrays.stream(path.split(":")), besidePath.stream())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StackFailure("--tor needs the program " + name
                        + ", which is not installed; on Debian: apt-get install tor (version 0.4.8 or newer)."))
                .toString();
    }
}
