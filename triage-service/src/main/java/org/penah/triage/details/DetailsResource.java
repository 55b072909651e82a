package org.penah.triage.details;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;

/** Takes what one member writes for a partner, and what a second one decides about it. */
@Path("/api/tips/{tipId}/details")
class DetailsResource {

    /**
     * A text.
     *
     * @param detailsId chosen by the browser, so that asking again keeps nothing twice
     * @param recipient that {@code sealed} was sealed to
     * @param sealed to the partner, in base64
     * @param copy the same text and the file key of {@code sealed}, sealed to the tip's queue
     */
    record DetailsRequest(
            @Nullable UUID detailsId,
            @Nullable String partner,
            @Nullable String recipient,
            @Nullable String sealed,
            @Nullable String copy) {}

    /** The version of a UUID that says nothing of when and where it was made. */
    private static final int RANDOM = 4;

    private final MemberRequest request;
    private final DetailsApprovals approvals;

    DetailsResource(MemberRequest request, DetailsApprovals approvals) {
        this.request = request;
        this.approvals = approvals;
    }

    @GET
    public Uni<List<DetailsView>> list(@RestPath UUID tipId) {
        return request.read((session, member) -> approvals.of(session, member, tipId));
    }

    @GET
    @Path("/{detailsId}/copy")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<byte[]> copy(@RestPath UUID tipId, @RestPath UUID detailsId) {
        return request.change((session, member) -> approvals.copy(session, member, tipId, detailsId));
    }

    @GET
    @Path("/{detailsId}/sealed")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<byte[]> sealed(@RestPath UUID tipId, @RestPath UUID detailsId) {
        return request.change((session, member) -> approvals.sealed(session, member, tipId, detailsId));
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> write(@RestPath UUID tipId, @Nullable DetailsRequest asked) {
        Details details = details(tipId, asked);
        return request.change((session, member) -> approvals.write(session, member, details));
    }

    @POST
    @Path("/{detailsId}/approval")
    @ResponseStatus(202)
    public Uni<Void> approve(@RestPath UUID tipId, @RestPath UUID detailsId) {
        return request.change((session, member) -> approvals.approve(session, member, tipId, detailsId));
    }

    @POST
    @Path("/{detailsId}/drop")
    @ResponseStatus(204)
    public Uni<Void> drop(@RestPath UUID tipId, @RestPath UUID detailsId) {
        return request.change((session, member) -> approvals.drop(session, member, tipId, detailsId));
    }

    private static Details details(UUID tipId, @Nullable DetailsRequest asked) {
        if (asked == null
                || asked.detailsId() == null
                || asked.detailsId().version() != RANDOM
                || asked.partner() == null
                || asked.recipient() == null
                || asked.sealed() == null
                || asked.copy() == null) {
            throw ProblemException.badRequest("partner, recipient, sealed, copy or a random detailsId is missing");
        }
        if (!SealedText.is(asked.sealed()) || !SealedText.is(asked.copy())) {
            throw ProblemException.unprocessable(
                    "not-details", "Not sealed details", "The text was not sealed as it must be. Nothing was kept.");
        }
        Details details = new Details();
        details.tipId = tipId;
        details.detailsId = asked.detailsId();
        details.partner = asked.partner();
        details.recipient = asked.recipient();
        details.sealed = SealedText.bytes(asked.sealed());
        details.copy = SealedText.bytes(asked.copy());
        return details;
    }
}
