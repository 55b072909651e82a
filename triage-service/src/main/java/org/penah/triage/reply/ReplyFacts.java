package org.penah.triage.reply;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** Reads which answer a source was given, and by whom. */
@Singleton
class ReplyFacts extends FactQuery {

    ReplyFacts() {
        super(
                Set.of(Deed.REPLY_SENT),
                Set.of(Deed.TIP_EXPIRED, Deed.TIP_ERASED),
                "select cast(tip_id as text) from reply",
                """
                        select reply_id, tip_id, day, sender, encode(pg_catalog.sha256(copy), 'hex') from reply
                        where tip_id in (?1)""",
                FactRows::ids);
    }

    static Facts of(UUID replyId, UUID tipId, LocalDate day, String sender, @Nullable String copyDigest) {
        return Facts.of("reply")
                .and("reply", replyId)
                .and("tip", tipId)
                .and("day", day)
                .and("sender", sender)
                .and("copy", copyDigest);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        return List.of(new Fact(
                row[1].toString(),
                of((UUID) row[0], (UUID) row[1], (LocalDate) row[2], (String) row[3], (String) row[4])));
    }
}
