package org.penah.triage.alarm;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.journal.Deed;
import org.penah.triage.wish.Wish;
import org.penah.triage.wish.Wishes;

/** What one member wants that cannot be undone once it has happened: everybody whom it concerns sees it until then. */
@ApplicationScoped
class Wanted {

    /** That a lead has asked to destroy the key of an epoch. */
    record KeyEnding(String queue, int epoch, String by, Instant due) {

        private static KeyEnding of(String which, Wish wish) {
            int slash = which.lastIndexOf('/');
            return new KeyEnding(
                    which.substring(0, slash), Integer.parseInt(which.substring(slash + 1)), wish.by(), wish.due());
        }
    }

    /** That somebody has asked to end a partner. */
    record PartnerEnding(String partner, String by, Instant due) {}

    /** That a lead has asked to let somebody into a queue. */
    record Admission(String member, String queue, String by, Instant due) {

        private static Admission of(String which, Wish wish) {
            int slash = which.lastIndexOf('/');
            return new Admission(which.substring(0, slash), which.substring(slash + 1), wish.by(), wish.due());
        }
    }

    private final Wishes wishes;

    Wanted(Wishes wishes) {
        this.wishes = wishes;
    }

    /** The keys of these queues that a lead has asked to destroy. */
    Uni<List<KeyEnding>> keysEnding(Mutiny.Session session, Collection<String> queues) {
        return wishes.of(session, Deed.EPOCH_DESTROYED)
                .map(all -> all.entrySet().stream()
                        .map(each -> KeyEnding.of(each.getKey(), each.getValue()))
                        .filter(key -> queues.contains(key.queue()))
                        .toList());
    }

    /** Those whom a lead has asked to let into one of these queues. */
    Uni<List<Admission>> admissions(Mutiny.Session session, Collection<String> queues) {
        return wishes.of(session, Deed.MEMBER_ADMITTED)
                .map(all -> all.entrySet().stream()
                        .map(each -> Admission.of(each.getKey(), each.getValue()))
                        .filter(admission -> queues.contains(admission.queue()))
                        .toList());
    }

    /** The partners that somebody has asked to end. */
    Uni<List<PartnerEnding>> partnersEnding(Mutiny.Session session) {
        return wishes.of(session, Deed.PARTNER_ENDED)
                .map(all -> all.entrySet().stream()
                        .map(each -> new PartnerEnding(
                                each.getKey(),
                                each.getValue().by(),
                                each.getValue().due()))
                        .toList());
    }
}
