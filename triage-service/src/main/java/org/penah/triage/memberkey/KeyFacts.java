package org.penah.triage.memberkey;

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

/** To whom keys of a member are sealed, since their browser made theirs. */
@ApplicationScoped
class KeyFacts implements FactRows {

    static Facts of(String member, @Nullable String recipient, @Nullable LocalDate enrolledOn) {
        return Facts.of("member key")
                .and("member", member)
                .and("recipient", recipient)
                .and("day", enrolledOn);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.MEMBER_ENROLLED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.MEMBER_ENROLLED, Deed.MEMBER_REMOVED);
    }

    @Override
    public String whiches() {
        return "select member from member_key where enrolled_on is not null";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery(
                        "select member, recipient, enrolled_on from member_key where member in (?1) and enrolled_on is not null",
                        Object[].class)
                .setParameter(1, whiches)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Fact((String) row[0], of((String) row[0], (String) row[1], (LocalDate) row[2])))
                        .toList());
    }
}
