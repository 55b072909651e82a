package org.penah.triage.alarm;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.journal.Deed;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Membership;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;

/** Shows pending deeds to everybody whom one concerns, until it is done or dropped. */
@ApplicationScoped
class Pending {

    /** A lead's request to destroy the key of an epoch. */
    record KeyEnding(String queue, int epoch, String by, Instant due) {

        private static KeyEnding of(String which, PendingDeed asked) {
            EpochId id = EpochId.parse(which);
            return new KeyEnding(id.queue(), id.epoch(), asked.by(), asked.due());
        }
    }

    /** A request to end a partner. */
    record PartnerEnding(String partner, String by, Instant due) {

        private static PartnerEnding of(String partner, PendingDeed asked) {
            return new PartnerEnding(partner, asked.by(), asked.due());
        }
    }

    /** A lead's request to let somebody into a queue. */
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
        return all(session, Deed.EPOCH_DESTROYED, KeyEnding::of, key -> queues.contains(key.queue()));
    }

    /** Those whom a lead has asked to let into one of these queues. */
    Uni<List<Admission>> admissions(Mutiny.Session session, Collection<String> queues) {
        return all(session, Deed.MEMBER_ADMITTED, Admission::of, admission -> queues.contains(admission.queue()));
    }

    /** The partners that somebody has asked to end. */
    Uni<List<PartnerEnding>> partnersEnding(Mutiny.Session session) {
        return all(session, Deed.PARTNER_ENDED, PartnerEnding::of, partner -> true);
    }

    private <T> Uni<List<T>> all(
            Mutiny.Session session, Deed deed, BiFunction<String, PendingDeed, T> of, Predicate<T> concerns) {
        return pending.of(session, deed)
                .map(asked -> asked.entrySet().stream()
                        .map(each -> of.apply(each.getKey(), each.getValue()))
                        .filter(concerns)
                        .toList());
    }
}
