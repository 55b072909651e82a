package org.penah.notify.details;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.DetailsApproved;
import org.penah.notify.event.DetailsChanged;
import org.penah.notify.partner.FreshWrap;
import org.penah.notify.partner.KeyWrap;
import org.penah.outbox.Outbox;
import org.penah.sealing.digest.Digest;

/** The sealed details that partners may fetch. Each change is told to the desk's journal; the caller holds the alert's lock. */
@ApplicationScoped
public class Details {

    /** More than staff write for one partner; what lies unread above it is refused. */
    private static final int MOST = 8;

    private static final String TRIAGE = "triage";

    private final KeyWrap wrap;
    private final Outbox outbox;
    private final Clock clock;
    private final FreshWrap freshWrap;

    Details(KeyWrap wrap, Outbox outbox, Clock clock, FreshWrap freshWrap) {
        this.wrap = wrap;
        this.outbox = outbox;
        this.clock = clock;
        this.freshWrap = freshWrap;
    }

    void start(@Observes StartupEvent started) throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> freshWrap.of("details", "sealed_key", SealedDetails.KEY));
    }

    /** Whether details of this id came before. */
    public Uni<Boolean> isKnown(Mutiny.Session session, UUID detailsId) {
        return session.find(SealedDetails.class, detailsId).map(known -> known != null);
    }

    /**
     * Keeps details for a partner that was told of an alert, unless too many lie unread there.
     *
     * @return what the partner is to fetch first of all that lies there
     */
    public Uni<@Nullable UUID> keep(Mutiny.Session session, DetailsApproved approved, UUID partnerAlertId) {
        return ready(session, partnerAlertId).chain(unread -> {
            if (unread.size() >= MOST) {
                return refuse(session, approved).replaceWith(unread.get(0).id);
            }
            long number = unread.isEmpty() ? 1 : unread.get(unread.size() - 1).number + 1;
            SealedDetails details = SealedDetails.of(approved, partnerAlertId, number, wrap);
            return session.persist(details)
                    .chain(() -> tell(session, details))
                    .replaceWith(unread.isEmpty() ? details.id : unread.get(0).id);
        });
    }

    /** Tells the desk that the partner cannot have them. */
    public Uni<Void> refuse(Mutiny.Session session, DetailsApproved approved) {
        return tell(
                session, approved.detailsId(), approved.alertId(), approved.partner(), DetailsChanged.State.REFUSED);
    }

    /** An age file, and whether this was the first time that it was asked for. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Fetched(byte[] file, boolean first) {}

    /**
     * Hands details to a partner that was told of an alert, once, and to repeats of the same request for five minutes.
     *
     * @param request the id of the partner's request
     * @return null if there is nothing for this partner, or no more
     */
    public Uni<@Nullable Fetched> fetch(Mutiny.Session session, UUID detailsId, UUID partnerAlertId, String request) {
        return session.find(SealedDetails.class, detailsId, LockModeType.PESSIMISTIC_WRITE)
                .chain(details -> {
                    if (details == null || !details.partnerAlertId.equals(partnerAlertId)) {
                        return Uni.createFrom().nullItem();
                    }
                    boolean first = details.isReady();
                    byte[] file = details.fetch(sha256(request), clock.instant(), wrap);
                    if (file == null) {
                        return Uni.createFrom().nullItem();
                    }
                    Fetched fetched = new Fetched(file, first);
                    return first
                            ? tell(session, details).replaceWith(fetched)
                            : Uni.createFrom().item(fetched);
                });
    }

    /** What a partner that was told of an alert is to fetch next; null if nothing lies there unread. */
    public Uni<@Nullable UUID> next(Mutiny.Session session, UUID partnerAlertId) {
        return ready(session, partnerAlertId).map(unread -> unread.isEmpty() ? null : unread.get(0).id);
    }

    /** Destroys the keys of all that lies here for an alert. */
    public Uni<Void> destroy(Mutiny.Session session, UUID alertId) {
        return destroy(session, "alertId", alertId);
    }

    /** Destroys the keys of all details of an alert that lie here for one partner. */
    public Uni<Void> destroyOf(Mutiny.Session session, UUID partnerAlertId) {
        return destroy(session, "partnerAlertId", partnerAlertId);
    }

    private Uni<Void> destroy(Mutiny.Session session, String field, UUID id) {
        return session.createSelectionQuery(
                        "from SealedDetails where " + field + " = ?1 and sealedKey is not null order by id",
                        SealedDetails.class)
                .setParameter(1, id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .chain(all -> Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUniAndConcatenate(details -> destroy(session, details))
                        .onItem()
                        .ignoreAsUni());
    }

    private Uni<Void> destroy(Mutiny.Session session, SealedDetails details) {
        boolean unread = details.isReady();
        details.destroy();
        return unread ? tell(session, details) : Uni.createFrom().voidItem();
    }

    private static Uni<List<SealedDetails>> ready(Mutiny.Session session, UUID partnerAlertId) {
        return session.createSelectionQuery(
                        "from SealedDetails where partnerAlertId = ?1 and state = ?2 order by number",
                        SealedDetails.class)
                .setParameter(1, partnerAlertId)
                .setParameter(2, DetailsChanged.State.READY)
                .getResultList();
    }

    private Uni<Void> tell(Mutiny.Session session, SealedDetails details) {
        return tell(session, details.id, details.alertId, details.partner, details.state);
    }

    private Uni<Void> tell(
            Mutiny.Session session, UUID detailsId, UUID alertId, String partner, DetailsChanged.State state) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return outbox.append(
                session, TRIAGE, DetailsChanged.TYPE, new DetailsChanged(detailsId, alertId, partner, state, today));
    }

    private static byte[] sha256(String request) {
        return Digest.sha256(request.getBytes(StandardCharsets.UTF_8));
    }
}
