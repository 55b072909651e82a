package org.penah.triage.details;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** The facts of details: the text, the partner, the key that it was sealed to, and the member who approved it. */
@Singleton
class DetailsFacts extends FactQuery {

    DetailsFacts() {
        super(
                Set.of(Deed.DETAILS_WRITTEN, Deed.DETAILS_APPROVED, Deed.DETAILS_DROPPED, Deed.DETAILS_FETCHED),
                Set.of(Deed.TIP_EXPIRED, Deed.TIP_ERASED),
                "select cast(tip_id as text) from details",
                """
                        select details_id, tip_id, alert_id, partner, recipient, writer, written_on, approver, released_on,
                            read_on, state, encode(pg_catalog.sha256(copy), 'hex')
                        from details where tip_id in (?1)""",
                FactRows::ids);
    }

    static Facts written(Details details) {
        return written(details, Facts.digest(details.copy));
    }

    private static Facts written(Details details, @Nullable String copyDigest) {
        return about("details written", details)
                .and("recipient", details.recipient)
                .and("alert", details.alertId)
                .and("writer", details.writer)
                .and("day", details.writtenOn)
                .and("copy", copyDigest);
    }

    static Facts approved(Details details) {
        return about("details released", details)
                .and("recipient", details.recipient)
                .and("approver", details.approver)
                .and("day", details.approvedOn);
    }

    static Facts dropped(Details details) {
        return about("details dropped", details);
    }

    static Facts fetched(Details details) {
        return about("details fetched", details).and("day", details.readOn);
    }

    private static Facts about(String kind, Details details) {
        return Facts.of(kind)
                .and("details", details.detailsId)
                .and("tip", details.tipId)
                .and("partner", details.partner);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        Details details = new Details();
        details.detailsId = (UUID) row[0];
        details.tipId = (UUID) row[1];
        details.alertId = (UUID) row[2];
        details.partner = (String) row[3];
        details.recipient = (String) row[4];
        details.writer = (String) row[5];
        details.writtenOn = (LocalDate) row[6];
        details.approver = (String) row[7];
        details.approvedOn = (LocalDate) row[8];
        details.readOn = (LocalDate) row[9];
        List<Facts> facts = new ArrayList<>(List.of(written(details, (String) row[11])));
        if (details.approver != null) {
            facts.add(approved(details));
        }
        if (details.readOn != null) {
            facts.add(fetched(details));
        }
        if (DetailsState.DROPPED.stored.equals(row[10])) {
            facts.add(dropped(details));
        }
        String which = details.tipId.toString();
        return facts.stream().map(fact -> new Fact(which, fact)).toList();
    }
}
