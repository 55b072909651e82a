package org.penah.triage.keyring;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** Which key an epoch has, whether a lead's browser made it or a folder of the ceremony brought it. */
@ApplicationScoped
class EpochFacts implements FactRows {

    static Facts of(String queue, int epoch, String recipient, @Nullable LocalDate begunOn) {
        return Facts.of("epoch")
                .and("queue", queue)
                .and("epoch", epoch)
                .and("recipient", recipient)
                .and("day", begunOn);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.EPOCH_BEGUN, Deed.KEY_TAKEN_OVER);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.KEY_TAKEN_OVER);
    }

    @Override
    public String whiches() {
        return "select queue || '/' || epoch from queue_epoch where begun_on is not null";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select queue, epoch, recipient, begun_on from queue_epoch
                        where queue || '/' || epoch in (?1)""", Object[].class)
                .setParameter(1, whiches)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Fact(
                                new EpochId((String) row[0], (int) row[1]).toString(),
                                of((String) row[0], (int) row[1], (String) row[2], (LocalDate) row[3])))
                        .toList());
    }
}
