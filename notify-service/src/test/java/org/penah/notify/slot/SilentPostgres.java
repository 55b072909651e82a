package org.penah.notify.slot;

import java.util.HashMap;
import java.util.Map;
import org.penah.notify.LocalServices;
import org.penah.testbed.net.Proxy;
import org.penah.testbed.net.SilentServer;

/** PostgreSQL that can fall silent. */
public class SilentPostgres extends LocalServices {

    static final SilentServer SERVER = new SilentServer();

    private Proxy proxy;

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        proxy = Proxy.inFrontOf(settings, "quarkus.datasource.reactive.url", SERVER::connect);
        return settings;
    }

    @Override
    public void stop() {
        proxy.close();
        super.stop();
    }
}
