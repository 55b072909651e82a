package org.penah.stack.state;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.penah.stack.StackFailure;
import org.penah.testbed.net.FreePort;

/** Says which number each {@link Port} has in this run; all of them on 127.0.0.1. */
public final class Ports {

    private static final String MEMORY = "ports";

    private final Map<Port, Integer> numbers;

    private Ports(Map<Port, Integer> numbers) {
        this.numbers = numbers;
    }

    /** The numbers of the documentation. */
    public static Ports usual() {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            numbers.put(port, port.usual());
        }
        return new Ports(numbers);
    }

    /**
     * Numbers that nobody listened on when this state folder was first started with free ports; kept, because
     * Keycloak remembers the address of the desk.
     */
    public static Ports free(State state) {
        Path memory = state.root().resolve(MEMORY);
        try {
            Properties kept = load(memory);
            Ports chosen = choose(kept);
            chosen.numbers.forEach((port, number) -> kept.setProperty(port.name(), number.toString()));
            try (Writer writer = Files.newBufferedWriter(memory)) {
                kept.store(writer, null);
            }
            return chosen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Those that {@link #free} has kept in a state folder, and the usual number for a port that an older version did not
     * have; empty if it has kept none. Changes nothing.
     */
    public static Optional<Ports> keptIn(Path state) {
        try {
            Map<Port, Integer> numbers = numbers(load(state.resolve(MEMORY)));
            if (numbers.isEmpty()) {
                return Optional.empty();
            }
            usual().numbers.forEach(numbers::putIfAbsent);
            return Optional.of(new Ports(numbers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties load(Path memory) throws IOException {
        Properties kept = new Properties();
        if (Files.exists(memory)) {
            try (Reader reader = Files.newBufferedReader(memory)) {
                kept.load(reader);
            }
        }
        return kept;
    }

    private static Map<Port, Integer> numbers(Properties kept) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            if (kept.containsKey(port.name())) {
                numbers.put(port, Integer.valueOf(kept.getProperty(port.name())));
            }
        }
        return numbers;
    }

    /** Those that are kept, and new numbers for ports that an older version did not have. */
    private static Ports choose(Properties kept) {
        Map<Port, Integer> numbers = numbers(kept);
        for (Port port : Port.values()) {
            if (!numbers.containsKey(port)) {
                numbers.put(port, FreePort.find());
            }
        }
        return new Ports(numbers);
    }

    public int of(Port port) {
        Integer number = numbers.get(port);
        if (number == null) {
            throw new IllegalStateException("no number for " + port);
        }
        return number;
    }

    /** The address of a port that speaks HTTP. */
    public String url(Port port) {
        return "http://localhost:" + of(port);
    }

    /**
     * Looks whether the ports can be had.
     *
     * @throws StackFailure naming the first one that another program listens on
     */
    public void mustBeFree(Collection<Port> wanted) {
        taken(wanted).stream().findFirst().ifPresent(port -> {
            throw new StackFailure(
                    "Port %d, which %s needs, is taken by another program; stop that one, or use --free-ports."
                            .formatted(of(port), port.label()));
        });
    }

    /** Those of them that some program listens on. */
    public List<Port> taken(Collection<Port> wanted) {
        return wanted.stream().filter(port -> isTaken(of(port))).toList();
    }

    private static boolean isTaken(int number) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return false;
        } catch (IOException inUse) {
            return true;
        }
    }
}
