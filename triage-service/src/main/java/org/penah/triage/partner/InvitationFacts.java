package org.penah.triage.partner;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.Facts;

/** The member who invited a partner, and the challenge. */
@Singleton
class InvitationFacts extends FactQuery {

    InvitationFacts() {
        super(
                Set.of(Deed.PARTNER_INVITED),
                Set.of(Deed.PARTNER_DROPPED, Deed.PARTNER_ADMITTED),
                "select cast(id as text) from partner_invitation",
                """
                        select id, name, challenge, invited_by, invited_on from partner_invitation
                        where cast(id as text) in (?1)""",
                texts -> texts);
    }

    /** The challenge is not in the journal. */
    static Facts of(UUID id, String name, String challenge, String invitedBy, LocalDate day) {
        return Facts.of("partner invited")
                .and("id", id)
                .and("partner", name)
                .and("challenge", challenge)
                .and("invited by", invitedBy)
                .and("day", day);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        return List.of(new Fact(
                row[0].toString(),
                of((UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (LocalDate) row[4])));
    }
}
