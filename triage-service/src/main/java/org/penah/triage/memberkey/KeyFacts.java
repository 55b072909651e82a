package org.penah.triage.memberkey;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.Facts;

/** Reads to whom keys of a member are sealed, since their browser made theirs. */
@Singleton
class KeyFacts extends FactQuery {

    KeyFacts() {
        super(
                Set.of(Deed.MEMBER_ENROLLED),
                Set.of(Deed.MEMBER_ENROLLED, Deed.MEMBER_REMOVED),
                "select member from member_key where enrolled_on is not null",
                "select member, recipient, enrolled_on from member_key where member in (?1) and enrolled_on is not null",
                texts -> texts);
    }

    static Facts of(String member, @Nullable String recipient, @Nullable LocalDate enrolledOn) {
        return Facts.of("member key")
                .and("member", member)
                .and("recipient", recipient)
                .and("day", enrolledOn);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        return List.of(new Fact((String) row[0], of((String) row[0], (String) row[1], (LocalDate) row[2])));
    }
}
