package org.penah.notify.partner;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockTimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Brings partners in from a file at start, for a deployment that has no partner-manager yet, and sees to what they have of us. */
@ApplicationScoped
class PartnerImport {

    /** Before whatever looks for partners at start. */
    static final int PRIORITY = 100;

    /** Twice what the database lets an instance that hangs keep it. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = Logger.getLogger(PartnerImport.class);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final PartnerConfig config;
    private final Partners partners;
    private final CredentialsExport export;
    private final Mutiny.SessionFactory sessions;
    private final FreshWrap freshWrap;
    private final AtomicLong refused;

    PartnerImport(
            PartnerConfig config,
            Partners partners,
            CredentialsExport export,
            Mutiny.SessionFactory sessions,
            FreshWrap freshWrap,
            MeterRegistry meters) {
        this.config = config;
        this.partners = partners;
        this.export = export;
        this.sessions = sessions;
        this.freshWrap = freshWrap;
        this.refused = meters.gauge("penah.partners.refused", new AtomicLong());
    }

    void start(@Observes @Priority(PRIORITY) StartupEvent started) throws Throwable {
        if (config.importFile().isPresent()) {
            take(config.importFile().get());
        }
        sealAgain();
        for (Map.Entry<String, List<String>> kind : OurKeys.COLUMNS.entrySet()) {
            for (String column : kind.getValue()) {
                VertxContextSupport.subscribeAndAwait(() -> freshWrap.of("partner", column, kind.getKey()));
            }
        }
    }

    void take(Path file) throws Throwable {
        List<PartnerProfile> profiles = read(file);
        VertxContextSupport.subscribeAndAwait(() -> alone(session -> takeAll(session, profiles)));
        long left = refused.get();
        LOG.infof("partners imported: %d", profiles.size() - left);
        if (left > 0) {
            // The others are served: who waits for an alert must not wait for a file to be mended.
            LOG.errorf(
                    "ALARM: partners of the import file are left out, %d: there are %d, as many as there may be",
                    left, Partners.MOST);
        }
    }

    /** Our address may have changed since the start before. */
    void sealAgain() throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> alone(partners::sealAgain));
    }

    static List<PartnerProfile> read(Path file) {
        try {
            return List.of(MAPPER.readValue(Files.readAllBytes(file), PartnerProfile[].class));
        } catch (JacksonException malformed) {
            // Jackson would quote the file.
            throw new IllegalStateException("penah.partners.import-file is not a JSON array of partner profiles (line "
                    + malformed.getLocation().getLineNr() + ")");
        } catch (IOException unreadable) {
            throw new IllegalStateException("penah.partners.import-file cannot be read", unreadable);
        }
    }

    private Uni<Void> takeAll(Mutiny.Session session, List<PartnerProfile> profiles) {
        refused.set(0);
        return Multi.createFrom()
                .iterable(profiles)
                .onItem()
                .transformToUniAndConcatenate(profile -> partners.take(session, profile)
                        .onFailure(Partners.NoRoomException.class)
                        .recoverWithUni(() -> {
                            refused.incrementAndGet();
                            return Uni.createFrom().nullItem();
                        }))
                .invoke(this::export)
                .onItem()
                .ignoreAsUni();
    }

    /**
     * Of instances that start together, each would make the same partner, or new keys for it. A thousand partners take longer than
     * the database lets anybody wait for a lock, so it is asked again; not for ever, or nobody would see that the start hangs.
     */
    private Uni<Void> alone(Function<Mutiny.Session, Uni<Void>> work) {
        long begun = System.nanoTime();
        return Uni.createFrom()
                .deferred(() -> sessions.withTransaction(
                        session -> Partners.lock(session).chain(() -> work.apply(session))))
                .onFailure(fault ->
                        fault instanceof LockTimeoutException && System.nanoTime() - begun < PATIENCE.toNanos())
                .retry()
                .indefinitely();
    }

    private void export(Partner partner) {
        // Made even if nothing is written: a wrong wrapping secret stops the start and not the first alert.
        byte[] credentials = export.json(partner);
        config.exportDirectory().ifPresent(directory -> {
            try {
                PrivateFile.write(directory.resolve(partner.name + ".json"), credentials);
            } catch (IOException refused) {
                throw new IllegalStateException("penah.partners.export-directory cannot be written", refused);
            }
        });
    }
}
