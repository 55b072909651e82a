package org.penah.triage.withdrawal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.alert.Alerts;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Threat;

/**
 * Remembers what sources took back, so that it holds whether word of it comes before the tip or after it.
 *
 * <p>It is forgotten after 30 days, as the inbox forgets its events: far longer than the two can be apart.
 */
@ApplicationScoped
public class Withdrawals {

    private static final int DAYS = 30;
    /** Names the advisory locks of tips; their second number is a hash of the tip's id. */
    private static final int LOCK = 0x746970;
    /** Names the advisory locks of sealed files; their second number is a hash of the file's id. */
    static final int FILE_LOCK = 0x66696c65;

    private final Alerts alerts;
    private final Clock clock;

    Withdrawals(Alerts alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
    }

    /** Keeps other events of this tip waiting until the caller's transaction ends, and says what was taken back so far. */
    public Uni<Withdrawn> locked(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ", ?1)", Integer.class)
                .setParameter(1, tipId.hashCode())
                .getSingleResult()
                .chain(() -> session.createNativeQuery(
                                "select alert, details, erased, day from withdrawal where tip_id = ?1", Object[].class)
                        .setParameter(1, tipId)
                        .getResultList())
                .map(rows -> rows.isEmpty() ? Withdrawn.NOTHING : withdrawn(rows.get(0)));
    }

    /** Keeps a file from being deleted until the caller's transaction, in which a tip comes to name it, ends. */
    public Uni<Void> lockFile(Mutiny.Session session, UUID blobId) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + FILE_LOCK + ", ?1)", Integer.class)
                .setParameter(1, blobId.hashCode())
                .getSingleResult()
                .replaceWithVoid();
    }

    /** Dooms the sealed file of a tip that is gone; it is deleted once no tip names it ({@link DoomedBlobs}). */
    public Uni<Void> doom(Mutiny.Session session, UUID blobId) {
        return session.createNativeQuery("insert into doomed_blob (blob_id) values (?1) on conflict do nothing")
                .setParameter(1, blobId)
                .executeUpdate()
                .replaceWithVoid();
    }

    Uni<Void> consents(Mutiny.Session session, UUID tipId, Consents left) {
        return locked(session, tipId)
                .chain(() -> remember(session, tipId, left, false))
                .chain(() -> session.createNativeQuery("""
                                update tip set consents_alert = consents_alert and ?2,
                                    consents_details = consents_details and ?3,
                                    withdrawn_on = coalesce(withdrawn_on, ?4)
                                where tip_id = ?1""")
                        .setParameter(1, tipId)
                        .setParameter(2, left.alert())
                        .setParameter(3, left.details())
                        .setParameter(4, LocalDate.now(clock))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Takes back what was written for partners and waits, and says how much that was; behind {@link #consents}. */
    Uni<Integer> waitingDetails(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery(
                        "update details set state = 'TAKEN_BACK', sealed = null where tip_id = ?1 and state = 'WAITING'")
                .setParameter(1, tipId)
                .executeUpdate();
    }

    /** Whether a tip that its source erases waits for a while first. */
    enum Pause {
        BEGUN,
        RUNNING,
        NOT_NEEDED
    }

    /** Lets an erased tip stay until then, if it reports danger and nobody has read it. */
    Uni<Pause> pause(Mutiny.Session session, UUID tipId, Instant due) {
        return session.createNativeQuery("""
                        with unread as (
                            select tip_id, erasing_due from tip where tip_id = ?1
                                and threat_who <> 'NONE' and (first_opened is null or unreadable)),
                        begun as (
                            update tip set erasing_due = ?2 from unread
                            where tip.tip_id = unread.tip_id and unread.erasing_due is null)
                        select erasing_due is null, 1 from unread""", Object[].class)
                .setParameter(1, tipId)
                .setParameter(2, due)
                .getResultList()
                .map(rows ->
                        rows.isEmpty() ? Pause.NOT_NEEDED : (boolean) rows.get(0)[0] ? Pause.BEGUN : Pause.RUNNING);
    }

    // A legal hold binds staff and timers. What a source takes back is gone all the same: it was promised to them.
    Uni<Void> everything(Mutiny.Session session, UUID tipId) {
        return locked(session, tipId)
                .chain(() -> remember(session, tipId, new Consents(false, false), true))
                .chain(() -> callOffRaised(session, tipId))
                .chain(() ->
                        session.createNativeQuery("""
                                with gone as (delete from tip where tip_id = ?1 returning blob_id)
                                insert into doomed_blob (blob_id) select blob_id from gone on conflict do nothing""").setParameter(1, tipId).executeUpdate())
                .replaceWithVoid();
    }

    // intake-service calls off the alert that a source allowed. It does not know of one that staff raised without
    // consent.
    Uni<Void> callOffRaised(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery("""
                        select t.alert_id, t.threat_who, t.threat_when, t.language from tip t join vital_interest v using (tip_id)
                        where t.tip_id = ?1 and v.approver is not null""", Object[].class)
                .setParameter(1, tipId)
                .getResultList()
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : alerts.callOff(session, raised(rows.get(0))).chain(session::flush));
    }

    private static ReportedDanger raised(Object[] row) {
        Threat threat = new Threat(Threat.Who.valueOf((String) row[1]), Threat.When.valueOf((String) row[2]), null);
        return new ReportedDanger((UUID) row[0], threat, new Consents(false, false), (String) row[3], null);
    }

    private Uni<Integer> remember(Mutiny.Session session, UUID tipId, Consents left, boolean erased) {
        LocalDate today = LocalDate.now(clock);
        return session.createNativeQuery("""
                        with outdated as (delete from withdrawal where day < ?6)
                        insert into withdrawal as w (tip_id, alert, details, erased, day) values (?1, ?2, ?3, ?4, ?5)
                        on conflict (tip_id) do update set alert = w.alert and excluded.alert,
                            details = w.details and excluded.details, erased = w.erased or excluded.erased""")
                .setParameter(1, tipId)
                .setParameter(2, left.alert())
                .setParameter(3, left.details())
                .setParameter(4, erased)
                .setParameter(5, today)
                .setParameter(6, today.minusDays(DAYS))
                .executeUpdate();
    }

    private static Withdrawn withdrawn(Object[] row) {
        return new Withdrawn((boolean) row[0], (boolean) row[1], (boolean) row[2], (LocalDate) row[3]);
    }
}
