package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** Which answer of a partner a first member has heard, how it is to be told, and who that member is. */
@ApplicationScoped
class AnswerFacts implements FactRows {

    /** The answer is signed, and is not in the journal. */
    static Facts of(UUID id, String name, String statement, String profile, String proposedBy, LocalDate day) {
        return Facts.of("partner proposed")
                .and("id", id)
                .and("partner", name)
                .and("statement", statement)
                .and("profile", profile)
                .and("proposed by", proposedBy)
                .and("day", day);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.PARTNER_PROPOSED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.PARTNER_PROPOSED, Deed.PARTNER_DROPPED, Deed.PARTNER_ADMITTED);
    }

    @Override
    public String whiches() {
        return "select cast(id as text) from partner_invitation where statement is not null";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select id, name, statement, profile, proposed_by, proposed_on from partner_invitation
                        where cast(id as text) in (?1) and statement is not null""", Object[].class)
                .setParameter(1, whiches)
                .getResultList()
                .map(rows -> rows.stream().map(AnswerFacts::fact).toList());
    }

    private static Fact fact(Object[] row) {
        return new Fact(
                row[0].toString(),
                of((UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (String) row[4], (LocalDate)
                        row[5]));
    }
}
