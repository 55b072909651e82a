package org.penah.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A {@link LocalPostgres} behind a line that can lose the answer to a tip's commit, and with it the connection. */
public class LossyPostgres extends LocalPostgres {

    private static final String REACTIVE = "quarkus.datasource.reactive.url";
    private static final AtomicBoolean LOSING = new AtomicBoolean();

    private ServerSocket line;

    /** To be called before the tip is sent. */
    static void loseNextAnswer() {
        LOSING.set(true);
    }

    static boolean hasLostIt() {
        return !LOSING.get();
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        URI behind = URI.create(settings.get(REACTIVE));
        try {
            line = new ServerSocket(0);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        run(() -> {
            while (!line.isClosed()) {
                connect(line.accept(), new Socket(behind.getHost(), behind.getPort()));
            }
        });
        settings.put(REACTIVE, "postgresql://localhost:" + line.getLocalPort() + behind.getPath());
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

    private static void connect(Socket service, Socket database) {
        AtomicBoolean committing = new AtomicBoolean();
        run(() -> {
            boolean keepsTip = false;
            byte[] piece = new byte[64 * 1024];
            for (int length; (length = service.getInputStream().read(piece)) >= 0; ) {
                String said = new String(piece, 0, length, StandardCharsets.ISO_8859_1);
                keepsTip |= said.contains("keep_tip");
                if (said.contains("COMMIT")) {
                    committing.set(keepsTip && LOSING.get());
                    keepsTip = false;
                }
                database.getOutputStream().write(piece, 0, length);
            }
            database.close();
        });
        run(() -> {
            byte[] piece = new byte[64 * 1024];
            for (int length; (length = database.getInputStream().read(piece)) >= 0 && !committing.get(); ) {
                service.getOutputStream().write(piece, 0, length);
            }
            if (committing.get()) {
                LOSING.set(false);
            }
            database.close();
            service.close();
        });
    }

    private interface Line {
        void carry() throws IOException;
    }

    private static void run(Line carrier) {
        Thread thread = new Thread(() -> {
            try {
                carrier.carry();
            } catch (IOException closed) {
                // The other direction closed it, or the test ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
