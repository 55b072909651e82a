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

/** The member who invited a partner, and the challenge. */
@ApplicationScoped
class InvitationFacts implements FactRows {

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
    public Set<Deed> deeds() {
        return Set.of(Deed.PARTNER_INVITED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.PARTNER_DROPPED, Deed.PARTNER_ADMITTED);
    }

    @Override
    public String whiches() {
        return "select cast(id as text) from partner_invitation";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select id, name, challenge, invited_by, invited_on from partner_invitation
                        where cast(id as text) in (?1)""", Object[].class)
                .setParameter(1, whiches)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Fact(
                                row[0].toString(),
                                of((UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (LocalDate)
                                        row[4])))
                        .toList());
    }
}
