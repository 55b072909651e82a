package org.penah.notify.slot;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.penah.notify.LocalServices;
import org.penah.testbed.net.Proxy;

/** PostgreSQL behind a line that can fall silent, as when its machine dies or hangs: nobody sends a reset. */
public class SilentPostgres extends LocalServices {

    private static final String ADDRESS = "quarkus.datasource.reactive.url";

    /** How it falls silent. */
    enum Silence {
        /** What is sent is lost, and what was connected then stays so for ever. */
        ITS_MACHINE_DIES {
            @Override
            void begin() {
                machine = null;
            }

            @Override
            void end() {
                machine = new Object();
            }
        },
        /** What is sent waits. */
        IT_HANGS {
            @Override
            void begin() {
                hanging = new CountDownLatch(1);
            }

            @Override
            void end() {
                hanging.countDown();
            }
        };

        abstract void begin();

        abstract void end();
    }

    private static volatile Object machine = new Object();
    private static volatile CountDownLatch hanging = new CountDownLatch(0);

    private Proxy line;

    private static final class Line implements Proxy.Connection {

        private final Object connectedTo = machine;

        @Override
        public void request(byte[] bytes, int length, OutputStream database) throws IOException {
            pass(bytes, length, database);
        }

        @Override
        public void response(byte[] bytes, int length, OutputStream service) throws IOException {
            pass(bytes, length, service);
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

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        URI behind = URI.create(settings.get(ADDRESS));
        try {
            line = new Proxy(behind.getPort(), Line::new);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        settings.put(ADDRESS, "postgresql://localhost:" + line.port() + behind.getPath());
        return settings;
    }

    @Override
    public void stop() {
        try {
            line.close();
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        }
        super.stop();
    }
}
