package org.penah.triage.partner;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.Facts;

/** Reads which answer of a partner a first member has heard, how it is to be told, and who that member is. */
@Singleton
class AnswerFacts extends FactQuery {

    AnswerFacts() {
        super(
                Set.of(Deed.PARTNER_PROPOSED),
                Set.of(Deed.PARTNER_PROPOSED, Deed.PARTNER_DROPPED, Deed.PARTNER_ADMITTED),
                "select cast(id as text) from partner_invitation where statement is not null",
                """
                        select id, name, statement, profile, proposed_by, proposed_on from partner_invitation
                        where cast(id as text) in (?1) and statement is not null""",
                texts -> texts);
    }

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
    protected List<Fact> facts(Object[] row) {
        return List.of(new Fact(
                row[0].toString(),
                of((UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (String) row[4], (LocalDate)
                        row[5])));
    }
}
