package org.penah.triage.details;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows details on the console, without what they say. */
record DetailsView(
        UUID detailsId,
        String partner,
        String recipient,
        DetailsState state,
        String writer,
        LocalDate writtenOn,
        @Nullable String approver,
        @Nullable LocalDate approvedOn,
        @Nullable LocalDate readOn) {

    static DetailsView of(Details details) {
        return new DetailsView(
                details.detailsId,
                details.partner,
                details.recipient,
                details.state,
                details.writer,
                details.writtenOn,
                details.approver,
                details.approvedOn,
                details.readOn);
    }
}
