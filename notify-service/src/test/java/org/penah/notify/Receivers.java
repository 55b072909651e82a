package org.penah.notify;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;

/** Starts partner-kit's own receiver on this machine, for a partner that answers as partners do. */
public final class Receivers {

    private Receivers() {}

    /**
     * Starts one.
     *
     * @param port 0 takes any free one
     */
    public static Receiver start(Home home, Inbox inbox, int port, Receiver.Arrivals arrivals, Clock clock)
            throws IOException {
        return new Receiver(
                home,
                inbox,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                arrivals,
                clock,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }
}
