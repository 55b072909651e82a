package org.penah.outbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.amqp.AmqpMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Moves events from the broker to the inbox: of each queue one at a time, and queues do not wait for each other. */
@ApplicationScoped
class Receiver {

    private final Inbox inbox;
    private final BrokerClients broker;
    private final InboxConfig config;
    private final Vertx vertx;
    private final List<ReceivingLink> links = new CopyOnWriteArrayList<>();

    Receiver(Inbox inbox, BrokerClients broker, InboxConfig config, Vertx vertx, MeterRegistry meters) {
        this.inbox = inbox;
        this.broker = broker;
        this.config = config;
        this.vertx = vertx;
        Duration patience = config.patience();
        meters.gauge("penah.inbox.away", links, all -> all.stream().anyMatch(link -> link.isAway(patience)) ? 1 : 0);
    }

    void start(@Observes StartupEvent started) {
        config.from().forEach((sender, address) -> {
            Context loop = ((VertxInternal) vertx).createEventLoopContext();
            ReceivingLink link = broker.receiveFrom(address, event -> take(sender, event, loop));
            links.add(link);
            link.start();
        });
    }

    private Uni<Void> take(String sender, AmqpMessage event, Context loop) {
        Context fresh = VertxContext.createNewDuplicatedContext(loop);
        VertxContextSafetyToggle.setContextSafe(fresh, true);
        return inbox.take(sender, event).runSubscriptionOn(task -> fresh.runOnContext(ignored -> task.run()));
    }

    void stop(@Observes ShutdownEvent stopping) {
        links.forEach(ReceivingLink::stop);
    }
}
