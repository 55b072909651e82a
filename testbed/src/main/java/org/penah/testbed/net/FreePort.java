package org.penah.testbed.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** A port of the loopback address that nobody listens on, and that no process beside this one has found. */
public final class FreePort {

    /**
     * A process that finds a port keeps a lock on the byte with that number until it ends, because what listens there may start a minute
     * later. Never closed: closing it would drop every lock.
     */
    private static final FileChannel FOUND = open();

    /** Each port is tried some ten times. */
    private static final int MOST_TRIES = 120_000;

    private FreePort() {}

    /**
     * Below the ports of outgoing connections, so that none of them occupies it when its listener restarts.
     */
    public static int find() {
        Random random = new Random();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = random.nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (FOUND.tryLock(port, 1, false) != null) {
                    return socket.getLocalPort();
                }
            } catch (IOException | OverlappingFileLockException taken) {
                // The next one.
            }
        }
        throw new IllegalStateException("no free port in " + MOST_TRIES + " tries");
    }

    private static FileChannel open() {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "penah-ports-" + System.getProperty("user.name"));
        try {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
    }
}
