package org.penah.triage.vitalinterest;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;
import org.penah.triage.threat.Threat;

/** Takes what two members decide about an alert that the source did not allow. */
@Path("/api/tips/{tipId}/vital-interest")
class VitalInterestResource {

    /**
     * A member's request to raise an alert.
     *
     * @param reason sealed to the tip's queue, in base64
     * @param found the danger that the member found, where the source reported none
     */
    record ProposalRequest(
            @Nullable String reason, @Nullable Threat found) {}

    /** @param digest of the proposal that the member has read */
    record ApprovalRequest(@Nullable String digest) {}

    /** @param proposal absent if there is none */
    record ProposalState(@Nullable Proposal proposal) {}

    private final MemberRequest request;
    private final VitalInterests vitalInterests;

    VitalInterestResource(MemberRequest request, VitalInterests vitalInterests) {
        this.request = request;
        this.vitalInterests = vitalInterests;
    }

    @GET
    public Uni<ProposalState> proposal(@RestPath UUID tipId) {
        return request.read(
                (session, member) -> vitalInterests.of(session, member, tipId).map(ProposalState::new));
    }

    @GET
    @Path("/reason")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<byte[]> reason(@RestPath UUID tipId) {
        return request.read((session, member) -> vitalInterests.reason(session, member, tipId));
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> propose(@RestPath UUID tipId, @Nullable ProposalRequest asked) {
        if (asked == null || asked.reason() == null) {
            throw ProblemException.badRequest("reason is missing");
        }
        if (!SealedText.is(asked.reason())) {
            throw ProblemException.unprocessable(
                    "not-a-reason", "Not a sealed reason", "The reason was not sealed as it must be.");
        }
        byte[] reason = SealedText.bytes(asked.reason());
        return request.change(
                (session, member) -> vitalInterests.propose(session, member, tipId, reason, asked.found()));
    }

    @POST
    @Path("/approval")
    @ResponseStatus(202)
    public Uni<Void> approve(@RestPath UUID tipId, @Nullable ApprovalRequest asked) {
        if (asked == null || asked.digest() == null) {
            throw ProblemException.badRequest("digest is missing");
        }
        String digest = asked.digest();
        return request.change((session, member) -> vitalInterests.approve(session, member, tipId, digest));
    }

    @POST
    @Path("/drop")
    @ResponseStatus(204)
    public Uni<Void> drop(@RestPath UUID tipId) {
        return request.change((session, member) -> vitalInterests.drop(session, member, tipId));
    }
}
