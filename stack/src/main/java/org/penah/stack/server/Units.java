package org.penah.stack.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * Writes the units by which systemd looks at the server every five minutes, backs it up every night, and keeps neighbours from its containers.
 *
 * @param machine its root folder
 * @param penah where the units run {@code ./penah}
 */
record Units(Path machine, Path penah, OtherPrograms programs) {

    private static final String FOLDER = "/systemd/";
    private static final String NEIGHBOURS = "penah-neighbours";
    private static final List<String> TIMERS = List.of("penah-doctor", "penah-backup");
    private static final String PLACE = "@PENAH@";

    /** Whether systemd runs here, which it does not in a container. */
    boolean isPossible() {
        return Files.isDirectory(machine.resolve("run/systemd/system"));
    }

    /**
     * Writes and starts all of them; may be repeated.
     *
     * @throws StackFailure if systemd refuses them
     */
    void write() throws IOException {
        Path script = copy(NEIGHBOURS, "usr/local/sbin");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> started = new ArrayList<>(List.of(NEIGHBOURS + ".service"));
        copy(NEIGHBOURS + ".service", "etc/systemd/system");
        for (String timer : TIMERS) {
            copy(timer + ".service", "etc/systemd/system");
            copy(timer + ".timer", "etc/systemd/system");
            started.add(timer + ".timer");
        }
        systemctl(List.of("daemon-reload"));
        List<String> enable = new ArrayList<>(List.of("enable", "--now"));
        enable.addAll(started);
        systemctl(enable);
        // It counts as active after its script has ended, and then nothing starts it.
        systemctl(List.of("restart", NEIGHBOURS + ".service"));
    }

    private Path copy(String name, String into) throws IOException {
        Path folder = Files.createDirectories(machine.resolve(into));
        try (InputStream text = Objects.requireNonNull(Units.class.getResourceAsStream(FOLDER + name), name)) {
            return Files.writeString(
                    folder.resolve(name),
                    new String(text.readAllBytes(), StandardCharsets.UTF_8).replace(PLACE, penah.toString()));
        }
    }

    private void systemctl(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("systemctl"));
        command.addAll(arguments);
        if (programs.run(command, Input.NONE) != 0) {
            throw new StackFailure(String.join(" ", command) + " failed. Mend what it says and repeat this.");
        }
    }
}
