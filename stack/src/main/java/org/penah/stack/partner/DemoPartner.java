package org.penah.stack.partner;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.penah.stack.StackFailure;
import org.penah.stack.process.Jvm;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;

/** Runs partner-kit's commands for an organisation named {@value #NAME}, and the receiver of the canary. */
public final class DemoPartner {

    public static final String NAME = "safe-house";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String NULL = "null-partner";

    private final Path jar;
    private final State state;
    private final Ports ports;

    /** Takes the jar of partner-kit. */
    public DemoPartner(Path jar, State state, Ports ports) {
        this.jar = jar;
        this.state = state;
        this.ports = ports;
    }

    /**
     * Penah's list of partners: an array with the profiles that {@code penah-partner init} printed.
     *
     * @return the file
     */
    public synchronized Path introduce() throws IOException {
        Path partners = state.folder("credentials").resolve("partners.json");
        ObjectNode canary = (ObjectNode) MAPPER.readTree(profile(NULL, NULL, Port.NULL_PARTNER));
        Files.writeString(
                partners,
                "[" + profile("partner", NAME, Port.PARTNER, "--unconfirmed") + "," + canary.put("canary", true) + "]");
        return partners;
    }

    private String profile(String folder, String name, Port port, String... more) throws IOException {
        Path home = state.root().resolve(folder);
        if (!Files.exists(home.resolve("profile.json"))) {
            List<String> arguments = new ArrayList<>(
                    List.of("init", "--dir=" + home, "--name=" + name, "--url=" + ports.url(port) + "/alerts"));
            arguments.addAll(List.of(more));
            run(arguments);
        }
        return Files.readString(home.resolve("profile.json"));
    }

    /** Where notify-service leaves what the partner verifies it with. */
    public Path credentialsFolder() {
        return state.folder("credentials");
    }

    /** The receiver, which keeps what comes and waits for a human. */
    public ProcessBuilder receive() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("receive", "--port=" + ports.of(Port.PARTNER), "--page=" + ports.of(Port.PARTNER_PAGE)));
        arguments.addAll(home());
        return command(arguments);
    }

    /** The receiver of synthetic alerts, by which Penah sees that alerts go out. */
    public ProcessBuilder receiveCanaries() throws IOException {
        return command(List.of(
                "receive",
                "--acknowledge-tests",
                "--port=" + ports.of(Port.NULL_PARTNER),
                // Nobody looks at it.
                "--page=0",
                "--dir=" + state.folder(NULL),
                "--penah=" + credentialsFolder().resolve(NULL + ".json")));
    }

    /** What the human at the partner does: shows what has come. */
    public String inbox() throws IOException {
        return run(List.of("inbox", "--dir=" + state.folder("partner")));
    }

    /** What the human at the partner does: says that they take care of it. */
    public String acknowledge(String alertId) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("ack"));
        arguments.addAll(home());
        arguments.add(alertId);
        return run(arguments);
    }

    /** The same by a separate POST, which does not wait for a heartbeat. */
    public String acknowledgeNow(String alertId) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("ack", "--now"));
        arguments.addAll(home());
        arguments.add(alertId);
        return run(arguments);
    }

    /** The same: fetches what staff wrote about an alert, once, and reads it. */
    public String details(String alertId) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("details"));
        arguments.addAll(home());
        arguments.add(alertId);
        return run(arguments);
    }

    private List<String> home() {
        return List.of(
                "--dir=" + state.folder("partner"),
                "--penah=" + credentialsFolder().resolve(NAME + ".json"));
    }

    private String run(List<String> arguments) throws IOException {
        Process process = command(arguments).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new StackFailure("penah-partner " + arguments.get(0) + " failed:\n" + said.indent(4));
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private ProcessBuilder command(List<String> arguments) throws IOException {
        List<String> whole = new ArrayList<>(List.of("-jar", jar.toString()));
        whole.addAll(arguments);
        return Jvm.command(state.folder("tmp").resolve("partner"), Map.of(), whole);
    }
}
