package org.penah.stack.partner;

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

/** Runs partner-kit's commands for an organisation named {@value #NAME}. */
public final class DemoPartner {

    public static final String NAME = "safe-house";

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
     * What Penah is told about its partners: an array with the profile that {@code penah-partner init} printed.
     *
     * @return the file
     */
    public synchronized Path introduce() throws IOException {
        Path partners = state.folder("handover").resolve("partners.json");
        Path home = state.root().resolve("partner");
        if (!Files.exists(home.resolve("profile.json"))) {
            run(List.of(
                    "init",
                    "--dir=" + home,
                    "--name=" + NAME,
                    "--url=" + ports.url(Port.PARTNER) + "/alerts",
                    "--unconfirmed"));
        }
        Files.writeString(partners, "[" + Files.readString(home.resolve("profile.json")) + "]");
        return partners;
    }

    /** Where notify-service leaves what the partner verifies it with. */
    public Path handOverFolder() {
        return state.folder("handover");
    }

    /** The receiver, which keeps what comes and waits for a human. */
    public ProcessBuilder receive() throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("receive", "--port=" + ports.of(Port.PARTNER), "--page=" + ports.of(Port.PARTNER_PAGE)));
        arguments.addAll(home());
        return command(arguments);
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

    /** The same by a POST of its own, which does not wait for a heartbeat. */
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
                "--penah=" + handOverFolder().resolve(NAME + ".json"));
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
