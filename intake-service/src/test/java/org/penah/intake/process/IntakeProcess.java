package org.penah.intake.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;

/** The built service as a separate process, with a real database and broker: for tests that cannot look from inside it. */
public final class IntakeProcess implements AutoCloseable {

    /** Where all clients are one source, and no flood. */
    static final Map<String, String> NO_LIMITS = Map.of(
            "penah.flood.together.requests-per-second", "1000000",
            "penah.flood.together.tips-per-minute", "10000000",
            "penah.flood.together.dangers-per-hour", "10000000");

    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final LocalPostgres postgres = new LocalPostgres();
    private final LocalBroker broker = new LocalBroker();
    private final Path log;
    private final int port = FreePort.find();
    private final int onionPort = FreePort.find();
    private final Process process;

    /** The JVM's options as the image and compose.yaml have them, but for those that name a file of the image. */
    static List<String> shippedFlags() throws IOException {
        Matcher option = Pattern.compile("\"(-[^\"]+)\"").matcher(line("ENTRYPOINT"));
        String compose = Files.readString(Path.of("../stack/compose.yaml"));
        Matcher memory = Pattern.compile("JAVA_TOOL_OPTIONS: (.*)").matcher(compose);
        if (!memory.find(compose.indexOf("\n  intake:\n"))) {
            throw new IllegalStateException("compose.yaml gives intake-service no memory");
        }
        return Stream.concat(
                        option.results()
                                .map(found -> found.group(1))
                                .filter(flag -> !flag.startsWith("-XX:SharedArchiveFile") && !flag.equals("-jar")),
                        Stream.of(memory.group(1).split(" ")))
                .toList();
    }

    /** What the C library does with memory that is freed, as in the image. */
    private static Map<String, String> shippedEnvironment() throws IOException {
        return Stream.of(line("ENV").split(" "))
                .filter(setting -> setting.startsWith("MALLOC_"))
                .map(setting -> setting.split("="))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
    }

    private static String line(String instruction) throws IOException {
        return Files.readAllLines(Path.of("../stack/src/main/images/intake.Containerfile")).stream()
                .filter(line -> line.startsWith(instruction + " "))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Returns once the form is served.
     *
     * @param wrapper a command that runs the command behind it, such as strace; may be empty
     * @param flags of the JVM
     * @param settings over those of the service
     */
    public IntakeProcess(List<String> wrapper, List<String> flags, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(postgres.start());
        all.putAll(broker.start());
        all.putAll(new LocalKeys().start());
        all.put("quarkus.http.port", Integer.toString(port));
        all.put("quarkus.management.port", Integer.toString(FreePort.find()));
        all.put("penah.onion-listener.port", Integer.toString(onionPort));
        all.put("penah.form.minimum-age", "0s");
        all.putAll(settings);
        Path home = Files.createTempDirectory("intake-process");
        log = home.resolve("log");
        List<String> command = new ArrayList<>(flags);
        command.add("-Djava.io.tmpdir=" + Files.createDirectory(home.resolve("tmp")));
        all.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        Command java = Command.ofJdk("java", command);
        process = (wrapper.isEmpty() ? java : java.behind(wrapper))
                .with(shippedEnvironment())
                .output(log)
                .start();
        await().atMost(LONGEST_START).until(this::serves);
    }

    public int port() {
        return port;
    }

    /** Where Tor would knock. */
    public int onionPort() {
        return onionPort;
    }

    /** Of the service itself, if nothing is wrapped around it. */
    public long pid() {
        return process.pid();
    }

    /** The file that takes what it writes to its console. */
    public Path log() {
        return log;
    }

    /** The value in a form that was served, by which it is ours and sent once. */
    String once() {
        // While a crowd is at the line it is the waiting page (503), which asks again by itself.
        return await().atMost(Duration.ofSeconds(30)).until(this::servedOnce, served -> !served.isEmpty());
    }

    private String servedOnce() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write("GET /en/tip HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String form = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher once =
                    Pattern.compile("name=\"once\" value=\"([^\"]{43})\"").matcher(form);
            return once.find() ? once.group(1) : "";
        }
    }

    private boolean serves() throws InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the service ended; see " + log);
        }
        try {
            return HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/en/tip"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends the service and with it what is wrapped around it, which has then written all that it has to say. */
    @Override
    public void close() {
        List<ProcessHandle> wrapped = process.descendants().toList();
        if (wrapped.isEmpty()) {
            process.destroy();
        } else {
            wrapped.forEach(ProcessHandle::destroy);
        }
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                wrapped.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        broker.stop();
        postgres.stop();
    }
}
