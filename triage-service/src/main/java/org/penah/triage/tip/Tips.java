package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.obligation.ClockConfig;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.withdrawal.Withdrawn;

/** Finds tips for a member; one of a queue whose key the member does not hold is as if it were not there. */
@ApplicationScoped
public class Tips {

    private final Keyring keyring;
    private final ClockConfig clocks;
    private final Clock clock;

    Tips(Keyring keyring, ClockConfig clocks, Clock clock) {
        Duration decideWithin = clocks.decideWithin();
        if (decideWithin.compareTo(Duration.ofMinutes(5)) < 0 || decideWithin.compareTo(Duration.ofHours(4)) > 0) {
            throw new IllegalStateException("penah.clocks.decide-within is not from 5 minutes to 4 hours");
        }
        this.keyring = keyring;
        this.clocks = clocks;
        this.clock = clock;
    }

    /** Fails with a problem if there is no such tip for the member. */
    public Uni<OpenTip> open(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId).map(OpenTip::new);
    }

    /** The same, locked against other changes until the transaction ends. */
    public Uni<OpenTip> lock(Mutiny.Session session, Member member, UUID tipId) {
        return locked(session, member, tipId).map(OpenTip::new);
    }

    /** Fails with a problem if there is no such tip for the member. */
    Uni<Tip> find(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId, LockModeType.NONE);
    }

    /**
     * Notes that staff have raised an alert about a tip that came without one.
     *
     * @param danger that it was raised for
     */
    public Uni<Void> giveAlert(Mutiny.Session session, OpenTip tip, UUID alertId, ReportedDanger danger) {
        tip.row().alertId = alertId;
        if (danger.found()) {
            tip.row().find(danger.threat());
        }
        tip.row().decided = true;
        settle(tip.row());
        return session.flush();
    }

    /** Members who can be one of two people about this tip: see {@link Keyring#readersOf}. */
    public Uni<List<String>> readersOf(Mutiny.Session session, OpenTip tip) {
        return keyring.readersOf(session, tip.row().queue, tip.row().epoch);
    }

    /** The same, where perhaps nobody can open the key of this tip's epoch any longer: see {@link Keyring#readersUpTo}. */
    public Uni<List<String>> readersUpTo(Mutiny.Session session, OpenTip tip) {
        return keyring.readersUpTo(session, tip.row().queue, tip.row().epoch);
    }

    /** Those of these tips that are in these queues. */
    public static Uni<List<UUID>> ofQueues(Mutiny.Session session, Collection<UUID> tipIds, Collection<String> queues) {
        return session.createQuery("select t.tipId from Tip t where t.tipId in :ids and t.queue in :queues", UUID.class)
                .setParameter("ids", tipIds)
                .setParameter("queues", queues)
                .getResultList();
    }

    /** The same, locked against other changes until the transaction ends. */
    Uni<Tip> locked(Mutiny.Session session, Member member, UUID tipId) {
        return find(session, member, tipId, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Places a new tip in the list. */
    Tip received(TipReceived received, Withdrawn withdrawn) {
        Tip tip = Tip.of(received, withdrawn, clock.instant());
        settle(tip);
        return tip;
    }

    /** Recomputes a tip's place after a change. */
    void settle(Tip tip) {
        tip.settle(clocks, clock.instant());
    }

    /** By when somebody is to decide about danger that is opened now. */
    Instant decideBy() {
        return clocks.decideBy(clock.instant());
    }

    private Uni<Tip> find(Mutiny.Session session, Member member, UUID tipId, LockModeType lock) {
        return keyring.queuesOf(session, member)
                .chain(queues -> session.find(Tip.class, tipId, lock).map(tip -> {
                    if (tip == null || !queues.contains(tip.queue)) {
                        throw ProblemException.notFound();
                    }
                    return tip;
                }));
    }
}
