package org.penah.triage.alarm;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.journal.Deed;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Membership;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;

/** Pending deeds, as everybody whom one concerns sees them until it is done or dropped. */
@ApplicationScoped
class Pending {

    /** That a lead has asked to destroy the key of an epoch. */
    record KeyEnding(String queue, int epoch, String by, Instant due) {

        private static KeyEnding of(String which, PendingDeed asked) {
            EpochId id = EpochId.parse(which);
            return new KeyEnding(id.queue(), id.epoch(), asked.by(), asked.due());
        }
    }

    /** That somebody has asked to end a partner. */
    record PartnerEnding(String partner, String by, Instant due) {}

    /** That a lead has asked to let somebody into a queue. */
    record Admission(String member, String queue, String by, Instant due) {

        private static Admission of(String which, PendingDeed asked) {
            Membership membership = Membership.parse(which);
            return new Admission(membership.member(), membership.queue(), asked.by(), asked.due());
        }
    }

    private final PendingDeeds pending;

    Pending(PendingDeeds pending) {
        this.pending = pending;
    }

    /** The keys of these queues that a lead has asked to destroy. */
    Uni<List<KeyEnding>> keysEnding(Mutiny.Session session, Collection<String> queues) {
        return pending.of(session, Deed.EPOCH_DESTROYED)
                .map(all -> all.entrySet().stream()
                        .map(each -> KeyEnding.of(each.getKey(), each.getValue()))
                        .filter(key -> queues.contains(key.queue()))
                        .toList());
    }

    /** Those whom a lead has asked to let into one of these queues. */
    Uni<List<Admission>> admissions(Mutiny.Session session, Collection<String> queues) {
        return pending.of(session, Deed.MEMBER_ADMITTED)
                .map(all -> all.entrySet().stream()
                        .map(each -> Admission.of(each.getKey(), each.getValue()))
                        .filter(admission -> queues.contains(admission.queue()))
                        .toList());
    }

    /** The partners that somebody has asked to end. */
    Uni<List<PartnerEnding>> partnersEnding(Mutiny.Session session) {
        return pending.of(session, Deed.PARTNER_ENDED)
                .map(all -> all.entrySet().stream()
                        .map(each -> new PartnerEnding(
                                each.getKey(),
                                each.getValue().by(),
                                each.getValue().due()))
                        .toList());
    }
}
