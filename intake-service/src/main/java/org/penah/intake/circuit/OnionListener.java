package org.penah.intake.circuit;

import io.quarkus.runtime.Quarkus;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * A second port for the same pages, where each connection must begin with a PROXY header that names a Tor circuit.
 *
 * <p>Other connections are cut off: one without a header would escape the limits, and one with another address would
 * show a real address, which must not get this far.
 *
 * @see <a href="https://www.haproxy.org/download/1.8/doc/proxy-protocol.txt">The PROXY protocol</a>
 */
@ApplicationScoped
class OnionListener {

    private static final Logger LOG = Logger.getLogger(OnionListener.class);

    private final Vertx vertx;
    private final Circuits circuits;
    private final OnionListenerConfig config;
    private volatile int port;

    OnionListener(Vertx vertx, Circuits circuits, OnionListenerConfig config) {
        this.vertx = vertx;
        this.circuits = circuits;
        this.config = config;
    }

    /** Behind the plain listener, and with its limits. */
    void open(@ObservesAsync HttpServerStart plain) {
        if (config.port().isEmpty()) {
            LOG.info("no onion listener: limits hold for all together, not for each Tor circuit");
            return;
        }
        HttpServerOptions options = new HttpServerOptions(plain.options())
                .setHost(config.host())
                .setPort(config.port().getAsInt())
                .setUseProxyProtocol(true);
        int eventLoops = Math.max(1, 2 * Runtime.getRuntime().availableProcessors());
        try {
            vertx.deployVerticle(() -> new Listener(options), new DeploymentOptions().setInstances(eventLoops))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            LOG.info("the onion listener is open");
        } catch (CompletionException closed) {
            // Half open would look well: Tor would knock and nobody would answer.
            LOG.errorf(closed.getCause(), "the onion listener cannot be opened");
            Quarkus.asyncExit(1);
        }
    }

    int port() {
        return port;
    }

    private final class Listener extends AbstractVerticle {

        private final HttpServerOptions options;

        Listener(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        public void start(Promise<Void> opened) {
            vertx.createHttpServer(options)
                    .connectionHandler(circuits::opened)
                    .requestHandler(request -> {
                        if (circuits.of(request.connection()).isPresent()) {
                            VertxHttpRecorder.getRootHandler().handle(request);
                        } else {
                            request.connection().close();
                        }
                    })
                    .listen()
                    .onSuccess(server -> port = server.actualPort())
                    .<Void>mapEmpty()
                    .onComplete(opened);
        }
    }
}
