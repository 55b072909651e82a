package org.penah.triage.vitalinterest;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** The member who proposed an alert, the reason, and the member who agreed. */
@ApplicationScoped
class ProposalFacts implements FactRows {

    static Facts proposed(UUID tipId, String proposer, LocalDate day, @Nullable String reasonDigest) {
        return Facts.of("alert proposed")
                .and("tip", tipId)
                .and("proposer", proposer)
                .and("day", day)
                .and("reason", reasonDigest);
    }

    static Facts agreed(UUID tipId, String approver, LocalDate day, @Nullable String reasonDigest) {
        return Facts.of("alert raised")
                .and("tip", tipId)
                .and("approver", approver)
                .and("day", day)
                .and("reason", reasonDigest);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.ALERT_PROPOSED, Deed.ALERT_RAISED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.ALERT_NOT_RAISED, Deed.TIP_EXPIRED, Deed.TIP_ERASED);
    }

    @Override
    public String whiches() {
        return "select cast(tip_id as text) from vital_interest";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select tip_id, proposer, proposed_on, encode(pg_catalog.sha256(reason), 'hex'), approver, approved_on
                        from vital_interest where tip_id in (?1)""", Object[].class)
                .setParameter(1, FactRows.ids(whiches))
                .getResultList()
                .map(rows -> rows.stream().flatMap(row -> of(row).stream()).toList());
    }

    private static List<Fact> of(Object[] row) {
        UUID tipId = (UUID) row[0];
        String reason = (String) row[3];
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(tipId.toString(), proposed(tipId, (String) row[1], (LocalDate) row[2], reason)));
        if (row[4] != null) {
            facts.add(new Fact(tipId.toString(), agreed(tipId, (String) row[4], (LocalDate) row[5], reason)));
        }
        return facts;
    }
}
