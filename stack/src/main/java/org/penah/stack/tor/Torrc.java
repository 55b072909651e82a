package org.penah.stack.tor;

import java.nio.file.Path;
import java.util.List;

/** Writes the configuration of each tor of the private network. */
final class Torrc {

    /**
     * How often the authorities agree again, in seconds. tor waits as long again if one of them was too slow, and turns
     * the onion service's descriptors over every 24 such rounds.
     */
    static final int VOTING_INTERVAL = 60;

    /** Seconds for three authorities on one busy machine to exchange their votes, and again for their signatures. */
    private static final int VOTING_DELAY = 3;

    private Torrc() {}

    /**
     * For everybody in the network, wherever they are.
     *
     * @param authorities the lines that name them
     */
    static String network(List<String> authorities) {
        return """
                TestingTorNetwork 1
                %s
                """.formatted(String.join("\n", authorities));
    }

    /**
     * For everybody in the network on this machine.
     *
     * @param address where it is
     * @param authorities the lines that name them
     */
    static String member(String name, String address, List<String> authorities) {
        return network(authorities) + """
                Nickname %s
                # Not even by mistake does anything leave this machine.
                OutboundBindAddress %s
                """.formatted(name, address);
    }

    static String relay(Path data, String address, int orPort) {
        return """
                DataDirectory %1$s
                Log notice stdout
                ORPort %2$s:%3$d
                Address %2$s
                # Otherwise it tells nobody of itself until it has built circuits, for which it needs the others.
                AssumeReachable 1
                # Circuits choose relays by their bandwidth. The first that measured some would be chosen for every hop.
                CountPrivateBandwidth 0
                ExitRelay 0
                SocksPort 0
                ContactInfo nobody
                """.formatted(quote(data), address, orPort);
    }

    /** @param firstConsensus the second of each {@link #VOTING_INTERVAL} at which a consensus comes into force */
    static String authority(String address, int directoryPort, int firstConsensus) {
        return """
                DirPort %1$s:%2$d
                AuthoritativeDirectory 1
                V3AuthoritativeDirectory 1
                V3AuthVotingInterval %3$d
                V3AuthVoteDelay %4$d
                V3AuthDistDelay %4$d
                TestingV3AuthInitialVotingInterval %3$d
                TestingV3AuthInitialVoteDelay %4$d
                TestingV3AuthInitialDistDelay %4$d
                TestingV3AuthVotingStartOffset %5$d
                # Relays that are some seconds old may keep descriptors and be guards.
                TestingDirAuthVoteHSDir *
                TestingDirAuthVoteGuard *
                """.formatted(address, directoryPort, VOTING_INTERVAL, VOTING_DELAY, firstConsensus);
    }

    static String client(Path data, int socksPort) {
        return """
                DataDirectory %s
                Log notice stdout
                SocksPort 127.0.0.1:%d
                """.formatted(quote(data), socksPort);
    }

    /** Nobody leaves the network through it. */
    static String server(Path data) {
        return """
                DataDirectory %s
                Log notice stdout
                SocksPort 0
                """.formatted(quote(data));
    }

    /** The torrc that ships for production, with its own place and the onion listener of this machine's intake. */
    static String onionService(String shipped, Path data, Path service, int port) {
        String placed = replace(shipped, "DataDirectory /var/lib/tor", "DataDirectory " + quote(data));
        placed = replace(placed, "HiddenServiceDir /var/lib/tor/penah", "HiddenServiceDir " + quote(service));
        return replace(placed, "%include /etc/tor/listener", "HiddenServicePort 80 127.0.0.1:" + port);
    }

    private static String replace(String text, String line, String by) {
        if (!text.contains(line + "\n")) {
            throw new IllegalStateException("the shipped torrc no longer says: " + line);
        }
        return text.replace(line + "\n", by + "\n");
    }

    /** tor reads a quoted string as C does. */
    private static String quote(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
