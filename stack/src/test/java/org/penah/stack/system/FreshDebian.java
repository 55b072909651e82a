package org.penah.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** A server with nothing on it but Debian and ssh's door: a container that gets its own Docker, as any server would. */
final class FreshDebian implements AutoCloseable {

    /** The guide's own words, so this is what it gets. */
    private static final String MEMORY = "4g";

    /** What Docker gets of it; only what is written takes room here. */
    private static final String DISK = "20G";

    private static final String IMAGE = "penah/fresh-debian:13";
    private static final Path RECIPE = Path.of("src/test/install/fresh-debian").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 40;

    private final Path folder;
    private final String network;
    private final String container;

    /** @param folder for its logs, and the way into it */
    FreshDebian(Path folder) throws IOException {
        this.folder = folder;
        here(List.of(RECIPE.toString()));
        network = "penah-fresh-debian-" + ProcessHandle.current().pid();
        here(List.of("docker", "network", "create", network));
        container = here(List.of(
                        "docker",
                        "run",
                        "--detach",
                        "--hostname=server",
                        "--network=" + network,
                        "--privileged",
                        "--init",
                        "--memory=" + MEMORY,
                        "--tmpfs=/run:exec,mode=755",
                        // Memory too, as on every Debian since 13.
                        "--tmpfs=/tmp:exec,size=2g",
                        "--volume=/disk",
                        IMAGE))
                .strip();
        run("/root", "truncate --size=" + DISK + " /disk/docker; mkfs.ext4 -q /disk/docker");
        mount();
    }

    /** Runs commands as root does in a folder; returns what they said. */
    String run(String where, String commands) throws IOException {
        Path script = Files.writeString(folder.resolve("commands"), commands);
        copy(script, "/root/commands");
        return here(List.of(
                "docker", "exec", "--workdir=" + where, container, "bash", "-euo", "pipefail", "/root/commands"));
    }

    private void mount() throws IOException {
        run("/root", "mkdir -p /var/lib/docker; mount -o loop /disk/docker /var/lib/docker");
    }

    /** Its Docker ends without a word, and starts again as systemd would have it. */
    void killDocker() throws IOException {
        run("/root", """
            docker=$(cat /run/docker.pid)
            kill -KILL "$docker"
            while kill -0 "$docker" 2> /dev/null; do read -r -t 0.1 <> <(:) || true; done
            rm /run/docker.pid
            as-systemd-would
            """);
    }

    /**
     * All that runs ends at once, and memory is gone, with what Docker's file system had not written yet (EXT4_IOC_SHUTDOWN, without its journal);
     * then it boots. The other file system, with settings and programs, keeps what was written.
     */
    void losePower() throws IOException {
        run(
                "/root",
                "perl -e 'open my $disk, q(<), q(/var/lib/docker) or die; ioctl $disk, 0x8004587d, my $unflushed = pack(q(L), 2) or die'");
        here(List.of("docker", "kill", container));
        here(List.of("docker", "start", container));
        mount();
        run("/root", "as-systemd-would");
    }

    /** Brings a file or a folder there, as scp would. */
    void copy(Path from, String to) throws IOException {
        here(List.of("docker", "cp", "--quiet", from.toString(), container + ":" + to));
    }

    /**
     * A folder with an {@code ssh} that knows it as {@code server}, for the front of somebody's PATH. Root may come in, and a member of staff.
     *
     * @throws IOException if no ssh is here
     */
    Path door(String member) throws IOException {
        Path door = Files.createDirectory(folder.resolve("door"));
        here(List.of(
                "ssh-keygen",
                "-q",
                "-t",
                "ed25519",
                "-N",
                "",
                "-f",
                door.resolve("key").toString()));
        run("/root", "install -d -m 700 .ssh");
        copy(door.resolve("key.pub"), "/root/.ssh/authorized_keys");
        run("/root", "chown root:root .ssh/authorized_keys");
        run("/root", "install -m 600 -o %1$s -g %1$s .ssh/authorized_keys /home/%1$s/.ssh/".formatted(member));
        Files.writeString(door.resolve("config"), """
                Host server
                    HostName %s
                    User root
                    IdentityFile %s
                    StrictHostKeyChecking accept-new
                    UserKnownHostsFile %s
                    ExitOnForwardFailure yes
                """.formatted(
                        here(List.of(
                                        "docker",
                                        "inspect",
                                        "--format={{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                                        container))
                                .strip(),
                        door.resolve("key"),
                        door.resolve("known")));
        Path ssh = Files.writeString(
                door.resolve("ssh"), "#!/bin/sh\nexec /usr/bin/ssh -F '%s' \"$@\"\n".formatted(door.resolve("config")));
        here(List.of("chmod", "700", ssh.toString()));
        return door;
    }

    /** The address at which it, and the containers in it, find this machine. */
    String neighbour() throws IOException {
        return here(List.of("docker", "network", "inspect", "--format={{(index .IPAM.Config 0).Gateway}}", network))
                .strip();
    }

    /**
     * Runs a program on this machine.
     *
     * @return what it said
     * @throws IOException with what it said last, if it failed
     */
    static String here(List<String> command) throws IOException {
        boolean isOptional = Programs.OPTIONAL.contains(command.get(0));
        return here(isOptional ? Command.orSkip(command) : Command.of(command));
    }

    static String here(Command command) throws IOException {
        Command.Ended ended =
                command.within(Duration.ofMinutes(PATIENCE_MINUTES)).run();
        if (ended.exit() != 0) {
            List<String> lines = ended.text().lines().toList();
            throw new IOException(String.join(" ", ended.command()) + " failed:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size())));
        }
        return ended.text();
    }

    @Override
    public void close() throws IOException {
        here(List.of("docker", "rm", "--force", "--volumes", container));
        here(List.of("docker", "network", "rm", network));
    }
}
