package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.postgres.ShippedDatabase;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** What a machine in the same network segment reaches of a server's containers: a network namespace plays it. */
class NeighbourIT {

    private static final String SERVER = "10.213.87.1";

    private final String name = "penah-" + UUID.randomUUID().toString().substring(0, 8);
    private final int closed = FreePort.find();
    private final int open = FreePort.find();

    @TempDir
    Path folder;

    private ShippedDatabase database;

    @BeforeEach
    void start() throws IOException {
        Programs.orSkip("docker", "ip", "iptables", "mmdebstrap");
        boolean isRoot = System.getProperty("user.name").equals("root");
        if (!isRoot) {
            System.out.println(
                    "SKIPPED: what a neighbour reaches is not tried, because only root makes network namespaces");
        }
        assumeTrue(isRoot);
        sh("docker network create " + name);
        database = ShippedDatabase.start(
                folder,
                "--network %s --publish 127.0.0.1:%d:5432 --publish 0.0.0.0:%d:5432".formatted(name, closed, open));
        sh("ip netns add " + name);
        // The name is like that of a bridge which a host gives its only way out.
        sh("ip link add brpenah0 type veth peer name penah-nb1 netns " + name);
        sh("ip addr add %s/24 dev brpenah0 && ip link set brpenah0 up".formatted(SERVER));
        neighbour("ip addr add 10.213.87.2/24 dev penah-nb1 && ip link set penah-nb1 up");
        neighbour("ip route add default via " + SERVER);
        // To a neighbour 127.0.0.1 is an address like another one.
        neighbour("ip route add 127.0.0.0/8 via " + SERVER);
        for (String where : List.of("all", "penah-nb1")) {
            neighbour("echo 1 > /proc/sys/net/ipv4/conf/%s/route_localnet".formatted(where));
        }
    }

    @AfterEach
    void stop() throws IOException {
        if (database == null) {
            return;
        }
        database.close();
        sh("""
            iptables -t raw -D PREROUTING ! -i lo -d 127.0.0.0/8 -j DROP
            iptables -t mangle -D FORWARD ! -i br-+ -m conntrack ! --ctstate DNAT,ESTABLISHED,RELATED -j DROP
            iptables -t mangle -D FORWARD -i docker0 -j RETURN
            docker network rm %1$s
            ip netns delete %1$s
            ip link delete brpenah0
            true""".formatted(name));
    }

    @Test
    void a_neighbour_reaches_the_ports_that_are_open_to_all_and_no_other() throws Exception {
        // Given
        String container = sh("docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "
                        + database.name())
                .strip();
        if (Integer.parseInt(sh("docker version --format '{{.Server.Version}}'").split("\\.", -1)[0]) < 28) {
            assertThat(reaches(ofNeighbour(), container, 5432))
                    .as("what the rules are for")
                    .isTrue();
            assertThat(reaches(ofNeighbour(), "127.0.0.1", closed))
                    .as("what the rules are for")
                    .isTrue();
        }

        // When
        Path rules = Path.of("src/main/resources/systemd/penah-neighbours");
        sh("sh " + rules);
        sh("sh " + rules);

        // Then
        assertThat(reaches(ofNeighbour(), container, 5432)).isFalse();
        assertThat(reaches(ofNeighbour(), "127.0.0.1", closed)).isFalse();
        assertThat(reaches(ofNeighbour(), SERVER, open)).isTrue();
        assertThat(reaches("", "127.0.0.1", closed)).isTrue();
        assertThat(sh("iptables -t mangle -S FORWARD").lines().filter(line -> line.contains("br-+")))
                .hasSize(1);
    }

    private String ofNeighbour() {
        return "ip netns exec " + name + " ";
    }

    private void neighbour(String command) throws IOException {
        sh("%s sh -c '%s'".formatted(ofNeighbour(), command));
    }

    private static boolean reaches(String who, String address, int port) throws IOException {
        return sh("%stimeout 5 bash -c 'exec 3<>/dev/tcp/%s/%d' 2>/dev/null && echo reached || echo nothing"
                        .formatted(who, address, port))
                .contains("reached");
    }

    private static String sh(String command) throws IOException {
        return Command.of("sh", "-c", command).succeed();
    }
}
