package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.partner.Telephones.Copy;
import org.penah.triage.partner.Telephones.Telephone;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;

/** Takes and shows the telephone numbers of partners: a lead or partner manager writes them, and a second member calls. */
@Path("/api/telephones")
class TelephonesResource {

    /** More than an organisation has queues; each copy is 10 KB. */
    private static final int MOST_COPIES = 20;

    /** Numbers as sealed to a queue. */
    record SealedCopy(
            @Nullable String queue, int epoch, @Nullable String sealed) {}

    record Written(@Nullable String partner, @Nullable List<SealedCopy> copies) {}

    /** The second member's word that they have called by the numbers; it changes none. */
    record Approval(@Nullable String sealed) {}

    private final MemberRequest request;
    private final Telephones telephones;

    TelephonesResource(MemberRequest request, Telephones telephones) {
        this.request = request;
        this.telephones = telephones;
    }

    @GET
    public Uni<List<Telephone>> known() {
        return request.read(telephones::of);
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> write(@Nullable Written written) {
        if (written == null || written.partner() == null || !PartnerDecided.isName(written.partner())) {
            throw ProblemException.badRequest("partner is not the name of a partner");
        }
        List<SealedCopy> asked = written.copies() == null ? List.of() : written.copies();
        List<Copy> copies = asked.stream()
                .map(copy -> new Copy(epoch(copy.queue(), copy.epoch()), sealed(copy.sealed())))
                .toList();
        long queues =
                copies.stream().map(copy -> copy.epoch().queue()).distinct().count();
        if (copies.isEmpty() || copies.size() > MOST_COPIES || queues < copies.size()) {
            throw ProblemException.badRequest("There must be from 1 to " + MOST_COPIES + " copies, one for a queue.");
        }
        String partner = written.partner();
        return request.change((session, member) -> telephones.write(session, member, partner, copies));
    }

    @POST
    @Path("/{telephoneId}/approval")
    @ResponseStatus(204)
    public Uni<Void> approve(@RestPath UUID telephoneId, @Nullable Approval approval) {
        if (approval == null) {
            throw ProblemException.badRequest("sealed is missing");
        }
        String sealed = sealed(approval.sealed());
        return request.change((session, member) -> telephones.approve(session, member, telephoneId, sealed));
    }

    private static EpochId epoch(@Nullable String queue, int epoch) {
        if (queue == null) {
            throw ProblemException.badRequest("queue is missing");
        }
        return new EpochId(queue, epoch);
    }

    private static String sealed(@Nullable String sealed) {
        if (sealed == null || !SealedText.is(sealed)) {
            throw ProblemException.badRequest("sealed is not a sealed text");
        }
        return sealed;
    }
}
