package org.penah.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.penah.testbed.net.Proxy;

/** A {@link LocalPostgres} behind a line that can lose the answer to a tip's commit, and with it the connection. */
public class LossyPostgres extends LocalPostgres {

    private static final String REACTIVE = "quarkus.datasource.reactive.url";
    private static final AtomicBoolean LOSING = new AtomicBoolean();

    private Proxy line;

    /** To be called before the tip is sent. */
    static void loseNextAnswer() {
        LOSING.set(true);
    }

    static boolean hasLostIt() {
        return !LOSING.get();
    }

    private static final class Line implements Proxy.Connection {

        private boolean keepsTip;
        private volatile boolean isCommitting;

        @Override
        public void request(byte[] bytes, int length, OutputStream database) throws IOException {
            String said = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            keepsTip |= said.contains("keep_tip");
            if (said.contains("COMMIT")) {
                isCommitting = keepsTip && LOSING.get();
                keepsTip = false;
            }
            database.write(bytes, 0, length);
        }

        @Override
        public void response(byte[] bytes, int length, OutputStream service) throws IOException {
            if (isCommitting) {
                LOSING.set(false);
                throw new IOException("the answer is lost");
            }
            service.write(bytes, 0, length);
        }
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        line = Proxy.inFrontOf(settings, REACTIVE, Line::new);
        return settings;
    }

    @Override
    public void stop() {
        line.close();
        super.stop();
    }
}
