package org.penah.triage.reply;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** Which answer a source was given, and by whom. */
@ApplicationScoped
class ReplyFacts implements FactRows {

    static Facts of(UUID replyId, UUID tipId, LocalDate day, String sender, @Nullable String copyDigest) {
        return Facts.of("reply")
                .and("reply", replyId)
                .and("tip", tipId)
                .and("day", day)
                .and("sender", sender)
                .and("copy", copyDigest);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.REPLY_SENT);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.TIP_EXPIRED, Deed.TIP_ERASED);
    }

    @Override
    public String whiches() {
        return "select cast(tip_id as text) from reply";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select reply_id, tip_id, day, sender, encode(pg_catalog.sha256(copy), 'hex') from reply
                        where tip_id in (?1)""", Object[].class)
                .setParameter(1, FactRows.ids(whiches))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Fact(
                                row[1].toString(),
                                of((UUID) row[0], (UUID) row[1], (LocalDate) row[2], (String) row[3], (String) row[4])))
                        .toList());
    }
}
