package org.penah.stack.tor;

import java.nio.file.Path;
import java.util.List;

/** What each tor of the private network is told. */
final class Torrc {

    /**
     * How often the authorities agree anew, in seconds. tor waits as long again if one of them was too slow, and turns
     * the onion service's descriptors over every 24 such rounds.
     */
    static final int VOTING_INTERVAL = 60;

    /** Seconds for three authorities on one busy machine to exchange their votes, and again for their signatures. */
    private static final int VOTING_DELAY = 3;

    private Torrc() {}

    /**
     * For everybody in the network.
     *
     * @param authorities the lines that name them
     */
    static String member(String name, List<String> authorities) {
        return """
                TestingTorNetwork 1
                %s
                Nickname %s
                # Not even by mistake does anything leave this machine.
                OutboundBindAddress 127.0.0.1
                """.formatted(String.join("\n", authorities), name);
    }

    static String relay(Path data, int orPort) {
        return """
                DataDirectory %s
                Log notice stdout
                ORPort 127.0.0.1:%d
                Address 127.0.0.1
                # Otherwise it tells nobody of itself until it has built circuits, for which it needs the others.
                AssumeReachable 1
                # Circuits choose relays by their bandwidth. The first that measured some would be chosen for every hop.
                CountPrivateBandwidth 0
                ExitRelay 0
                SocksPort 0
                ContactInfo nobody
                """.formatted(quote(data), orPort);
    }

    /** @param firstConsensus the second of each {@link #VOTING_INTERVAL} at which a consensus comes into force */
    static String authority(int directoryPort, int firstConsensus) {
        return """
                DirPort 127.0.0.1:%d
                AuthoritativeDirectory 1
                V3AuthoritativeDirectory 1
                V3AuthVotingInterval %2$d
                V3AuthVoteDelay %3$d
                V3AuthDistDelay %3$d
                TestingV3AuthInitialVotingInterval %2$d
                TestingV3AuthInitialVoteDelay %3$d
                TestingV3AuthInitialDistDelay %3$d
                TestingV3AuthVotingStartOffset %4$d
                # Relays that are some seconds old may keep descriptors and be guards.
                TestingDirAuthVoteHSDir *
                TestingDirAuthVoteGuard *
                """.formatted(directoryPort, VOTING_INTERVAL, VOTING_DELAY, firstConsensus);
    }

    static String client(Path data, int socksPort) {
        return """
                DataDirectory %s
                Log notice stdout
                SocksPort 127.0.0.1:%d
                """.formatted(quote(data), socksPort);
    }

    /** Through which nobody goes out. */
    static String server(Path data) {
        return """
                DataDirectory %s
                Log notice stdout
                SocksPort 0
                """.formatted(quote(data));
    }

    /** The torrc that ships for production, with its own place and the door of this machine's intake. */
    static String onionService(String shipped, Path data, Path service, int door) {
        String placed = replace(shipped, "DataDirectory /var/lib/tor", "DataDirectory " + quote(data));
        placed = replace(placed, "HiddenServiceDir /var/lib/tor/penah", "HiddenServiceDir " + quote(service));
        return replace(placed, "HiddenServicePort 80 127.0.0.1:8085", "HiddenServicePort 80 127.0.0.1:" + door);
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
