package org.penah.triage.keyring;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.Facts;

/** Reads which key an epoch has, whether a lead's browser made it or a folder of the ceremony brought it. */
@Singleton
class EpochFacts extends FactQuery {

    EpochFacts() {
        super(
                Set.of(Deed.EPOCH_BEGUN, Deed.KEY_TAKEN_OVER),
                Set.of(Deed.KEY_TAKEN_OVER),
                "select queue || '/' || epoch from queue_epoch where begun_on is not null",
                """
                        select queue, epoch, recipient, begun_on from queue_epoch
                        where queue || '/' || epoch in (?1)""",
                texts -> texts);
    }

    static Facts of(String queue, int epoch, String recipient, @Nullable LocalDate begunOn) {
        return Facts.of("epoch")
                .and("queue", queue)
                .and("epoch", epoch)
                .and("recipient", recipient)
                .and("day", begunOn);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        return List.of(new Fact(
                new EpochId((String) row[0], (int) row[1]).toString(),
                of((String) row[0], (int) row[1], (String) row[2], (LocalDate) row[3])));
    }
}
