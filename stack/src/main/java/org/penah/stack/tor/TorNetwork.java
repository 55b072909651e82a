package org.penah.stack.tor;

import static org.penah.stack.process.Program.StopSignal.TERM;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.penah.stack.StackFailure;
import org.penah.stack.process.Program;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;

/**
 * Runs three authorities and four relays that know only each other, the tor that holds the onion service, and one through
 * which a source comes.
 *
 * <p>Every start makes a new network, so that none depends on how the last one ended; only the keys of the onion
 * service stay, and with them its address.
 */
public final class TorNetwork {

    /** The tor that holds the onion service. */
    public static final String ONION = "onion";

    private static final String SOURCE = "source";

    /** From the start of the authorities to the first consensus: time for the relays to tell them of themselves. */
    private static final int FIRST_CONSENSUS_AFTER_SECONDS = 14;

    private static final String LOOPBACK = "127.0.0.1";

    private final State state;
    private final Ports ports;
    private final String place;
    private final Path shippedTorrc;
    private final List<Authority> authorities;
    private final List<Relay> relays;
    private final Map<String, Path> torrcs = new HashMap<>();
    private List<String> namesOfAuthorities = List.of();

    private record Relay(String name, Port port) {}

    /** @param shippedTorrc what production gives the tor that holds the onion service */
    public TorNetwork(State state, Ports ports, Path shippedTorrc) {
        this(state, ports, shippedTorrc, LOOPBACK);
    }

    /** @param place an address of this machine that those who join from elsewhere reach, too */
    public TorNetwork(State state, Ports ports, Path shippedTorrc, String place) {
        this.state = state;
        this.place = place;
        this.ports = ports;
        this.shippedTorrc = shippedTorrc;
        this.authorities = List.of(
                new Authority("authority1", place, Port.AUTHORITY_1, Port.AUTHORITY_1_DIRECTORY),
                new Authority("authority2", place, Port.AUTHORITY_2, Port.AUTHORITY_2_DIRECTORY),
                new Authority("authority3", place, Port.AUTHORITY_3, Port.AUTHORITY_3_DIRECTORY));
        this.relays = List.of(
                new Relay("relay1", Port.RELAY_1),
                new Relay("relay2", Port.RELAY_2),
                new Relay("relay3", Port.RELAY_3),
                new Relay("relay4", Port.RELAY_4));
    }

    /** The programs that intake needs to know its onion address: the network, and the tor that holds the service. */
    public List<Program> beforeIntake() {
        List<Program> programs = new ArrayList<>();
        for (Authority authority : authorities) {
            Consensus consensus = new Consensus(
                    place + ":" + ports.of(authority.directoryPort()), authorities.size() + relays.size());
            programs.add(program(
                    authority.name(),
                    List.of(authority.orPort(), authority.directoryPort()),
                    place + ":" + ports.of(authority.orPort()),
                    Set.of(),
                    consensus::isComplete));
        }
        for (Relay relay : relays) {
            programs.add(program(
                    relay.name(),
                    List.of(relay.port()),
                    place + ":" + ports.of(relay.port()),
                    Set.of(),
                    // The authorities wait for its participation.
                    () -> true));
        }
        Set<String> network = authorities.stream().map(Authority::name).collect(Collectors.toSet());
        programs.add(program(ONION, List.of(), "its own address", network, () -> Files.exists(hostname())));
        return programs;
    }

    /** A source's own tor; ready when the onion service answers through it. */
    public Program source() {
        return program(
                SOURCE,
                List.of(Port.TOR_SOCKS),
                "socks5h://127.0.0.1:" + ports.of(Port.TOR_SOCKS),
                Set.of(ONION, "intake"),
                () -> socks().answers(address()));
    }

    private Program program(String name, List<Port> opens, String address, Set<String> needs, Program.Ready ready) {
        return new Program(name, opens, address, needs, () -> TorCommands.tor(torrc(name)), ready, TERM);
    }

    /** The name that ends in {@code .onion}; there once the tor that holds it has started. */
    public String address() {
        try {
            return Files.readString(hostname()).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path hostname() {
        return serviceFolder().resolve("hostname");
    }

    private Path serviceFolder() {
        return state.folder("tor/service");
    }

    /** The way through the source's tor. */
    public Socks socks() {
        return new Socks(ports.of(Port.TOR_SOCKS));
    }

    /** The same, for a program that knows no SOCKS. */
    public Tunnel tunnel() {
        return Tunnel.open(socks(), address());
    }

    /**
     * The tor of somebody else who offers an onion service; not started yet.
     *
     * @param service the lines of their torrc that make it
     */
    public ProcessBuilder other(String name, String service) throws IOException {
        Path torrc = state.folder("tor/network").resolve(name + ".torrc");
        state.writePrivately(torrc, Torrc.member(name, place, namesOfAuthorities) + Torrc.server(data(name)) + service);
        return TorCommands.tor(torrc);
    }

    /**
     * The tor of somebody's own device; not started yet.
     *
     * @param keys a folder with their keys of onion services, in tor's own form
     */
    public ProcessBuilder client(String name, int socksPort, Path keys) throws IOException {
        Path torrc = state.folder("tor/network").resolve(name + ".torrc");
        state.writePrivately(
                torrc,
                Torrc.member(name, place, namesOfAuthorities)
                        + Torrc.client(data(name), socksPort)
                        + "ClientOnionAuthDir " + keys + "\n");
        return TorCommands.tor(torrc);
    }

    /** What a torrc elsewhere needs beside its own lines to belong to it, once the network has started. */
    public String membership() {
        return Torrc.network(namesOfAuthorities);
    }

    /** Whether this machine has what it takes. */
    public static boolean isPossible() throws IOException {
        try {
            TorCommands.mustBeThere();
            return true;
        } catch (StackFailure missing) {
            return false;
        }
    }

    /** The first caller makes the whole network, because each member must know the authorities. */
    private synchronized Path torrc(String name) throws IOException {
        if (torrcs.isEmpty()) {
            TorCommands.mustBeThere();
            make();
        }
        Path torrc = torrcs.get(name);
        if (torrc == null) {
            throw new IllegalArgumentException("no " + name + " in the network");
        }
        return torrc;
    }

    private void make() throws IOException {
        state.freshFolder("tor/network");
        List<String> lines = new ArrayList<>();
        for (Authority authority : authorities) {
            lines.add(authority.makeKeys(
                    data(authority.name()), state.folder("tor/network/" + authority.name() + "/keys"), ports));
        }
        namesOfAuthorities = List.copyOf(lines);
        long firstConsensus = Clock.systemUTC().instant().getEpochSecond() + FIRST_CONSENSUS_AFTER_SECONDS;
        for (Authority authority : authorities) {
            write(
                    authority.name(),
                    lines,
                    Torrc.relay(data(authority.name()), place, ports.of(authority.orPort()))
                            + Torrc.authority(place, ports.of(authority.directoryPort()), (int)
                                    (firstConsensus % Torrc.VOTING_INTERVAL)));
        }
        for (Relay relay : relays) {
            write(relay.name(), lines, Torrc.relay(data(relay.name()), place, ports.of(relay.port())));
        }
        write(SOURCE, lines, Torrc.client(data(SOURCE), ports.of(Port.TOR_SOCKS)));
        write(
                ONION,
                lines,
                Torrc.onionService(
                        Files.readString(shippedTorrc), data(ONION), serviceFolder(), ports.of(Port.INTAKE_ONION)));
    }

    private void write(String name, List<String> authorities, String rest) throws IOException {
        Path torrc = state.folder("tor/network").resolve(name + ".torrc");
        state.writePrivately(torrc, Torrc.member(name, place, authorities) + rest);
        torrcs.put(name, torrc);
    }

    private Path data(String name) {
        return state.folder("tor/network/" + name);
    }
}
