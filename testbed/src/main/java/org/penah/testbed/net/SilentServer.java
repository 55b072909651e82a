package org.penah.testbed.net;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A server, as its clients see it, that can fall silent, as when its machine dies or hangs: nobody sends a reset. */
public final class SilentServer {

    private volatile @Nullable Object machine = new Object();
    private volatile CountDownLatch hanging = new CountDownLatch(0);

    /** One connection: {@code new Proxy(port, server::connect)}. */
    public Proxy.Connection connect() {
        return new Connection();
    }

    /** The machine dies: what is sent is lost, and what was connected stays so for ever. */
    public void die() {
        machine = null;
    }

    /** Another machine takes new connections. */
    public void comeBack() {
        machine = new Object();
    }

    /** The machine hangs: what is sent waits. */
    public void hang() {
        hanging = new CountDownLatch(1);
    }

    public void goOn() {
        hanging.countDown();
    }

    private final class Connection implements Proxy.Connection {

        private final @Nullable Object connectedTo = machine;

        @Override
        public void request(byte[] bytes, int length, OutputStream server) throws IOException {
            pass(bytes, length, server);
        }

        @Override
        public void response(byte[] bytes, int length, OutputStream client) throws IOException {
            pass(bytes, length, client);
        }

        private void pass(byte[] bytes, int length, OutputStream to) throws IOException {
            try {
                hanging.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            if (connectedTo != null && connectedTo == machine) {
                to.write(bytes, 0, length);
            }
        }
    }
}
