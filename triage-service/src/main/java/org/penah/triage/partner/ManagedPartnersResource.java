package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.journal.Deed;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;

/** Takes what managers of partners decide. */
@Path("/api/managed-partners")
class ManagedPartnersResource {

    /**
     * What is known of partners.
     *
     * @param ending which of them somebody has asked to end, by name
     */
    record Managed(
            List<PartnerChanged> partners,
            List<Seen> invitations,
            List<PartnerDecisions.Decision> decisions,
            Map<String, PendingDeed> ending) {}

    /**
     * An invitation as the page shows it: without the answer's fingerprint, which is typed as it was heard.
     *
     * @param said what they say of themselves; absent until it was pasted
     */
    record Seen(Invitation invitation, boolean over, Statement.@Nullable Said said) {}

    /**
     * The answer of a partner.
     *
     * @param heard its fingerprint, as the partner read it out
     */
    record Answer(@Nullable String statement, @Nullable String heard, PartnerDecided.@Nullable Profile profile) {}

    record Heard(@Nullable String heard) {}

    record Profile(PartnerDecided.@Nullable Profile profile) {}

    private final MemberRequest request;
    private final PartnerOnboarding onboarding;
    private final PartnerDecisions decisions;
    private final EndingPartners ending;
    private final PendingDeeds pending;
    private final Partners partners;
    private final Clock clock;

    ManagedPartnersResource(
            MemberRequest request,
            PartnerOnboarding onboarding,
            PartnerDecisions decisions,
            EndingPartners ending,
            PendingDeeds pending,
            Partners partners,
            Clock clock) {
        this.request = request;
        this.onboarding = onboarding;
        this.decisions = decisions;
        this.ending = ending;
        this.pending = pending;
        this.partners = partners;
        this.clock = clock;
    }

    @GET
    public Uni<Managed> all() {
        return request.read((session, member) -> partners.all(session)
                .chain(known -> onboarding
                        .invitations(session)
                        .chain(invitations -> decisions
                                .all(session)
                                .chain(decided -> pending.of(session, Deed.PARTNER_ENDED)
                                        .map(ending -> new Managed(
                                                known,
                                                invitations.stream()
                                                        .map(this::seen)
                                                        .toList(),
                                                decided,
                                                ending))))));
    }

    private Seen seen(Invitation invitation) {
        Invitation.Answer answer = invitation.answer();
        return new Seen(
                invitation,
                invitation.isOver(LocalDate.now(clock)),
                answer == null ? null : Statement.read(answer.statement()).said());
    }

    @POST
    @Path("/{partner}/invitation")
    @ResponseStatus(204)
    public Uni<Void> invite(@RestPath String partner) {
        return deed(partner, (session, member) -> onboarding.invite(session, member, partner));
    }

    @POST
    @Path("/{partner}/answer")
    @ResponseStatus(204)
    public Uni<Void> propose(@RestPath String partner, @Nullable Answer answer) {
        if (answer == null || answer.statement() == null || answer.heard() == null || answer.profile() == null) {
            throw ProblemException.badRequest("statement, heard or profile is missing");
        }
        Statement statement = statement(answer.statement());
        String heard = answer.heard();
        PartnerDecided.Profile profile = answer.profile();
        return deed(
                partner, (session, member) -> onboarding.propose(session, member, partner, statement, heard, profile));
    }

    /** Two members want it by that, so it is not ended if somebody has asked for it. */
    @POST
    @Path("/{partner}/approval")
    @ResponseStatus(202)
    public Uni<Void> approve(@RestPath String partner, @Nullable Heard approval) {
        if (approval == null || approval.heard() == null) {
            throw ProblemException.badRequest("heard is missing");
        }
        String heard = approval.heard();
        return deed(
                partner,
                (session, member) -> onboarding
                        .approve(session, member, partner, heard)
                        .chain(() -> ending.keep(session, member, partner)));
    }

    @POST
    @Path("/{partner}/drop")
    @ResponseStatus(204)
    public Uni<Void> drop(@RestPath String partner) {
        return deed(partner, (session, member) -> onboarding.drop(session, member, partner));
    }

    @POST
    @Path("/{partner}/profile")
    @ResponseStatus(202)
    public Uni<Void> change(@RestPath String partner, @Nullable Profile changed) {
        if (changed == null || changed.profile() == null) {
            throw ProblemException.badRequest("profile is missing");
        }
        PartnerDecided.Profile profile = changed.profile();
        return deed(partner, (session, member) -> decisions.change(session, member, partner, profile));
    }

    /** The first request starts an hour; the second ends it. */
    @POST
    @Path("/{partner}/end")
    @ResponseStatus(202)
    public Uni<Void> end(@RestPath String partner) {
        return deed(partner, (session, member) -> ending.ask(session, member, partner));
    }

    /** Somebody keeps the partner that is to be ended, or thinks again. */
    @POST
    @Path("/{partner}/end/drop")
    @ResponseStatus(204)
    public Uni<Void> keep(@RestPath String partner) {
        return deed(partner, (session, member) -> ending.keep(session, member, partner));
    }

    private static Statement statement(String pasted) {
        try {
            return Statement.read(pasted);
        } catch (IllegalArgumentException refused) {
            throw ProblemException.unprocessable(
                    "not-an-answer", "Not an answer", String.valueOf(refused.getMessage()));
        }
    }

    private Uni<Void> deed(String partner, BiFunction<Mutiny.Session, Member, Uni<Void>> deed) {
        if (!PartnerDecided.isName(partner)) {
            throw ProblemException.badRequest("partner is not the name of a partner");
        }
        return request.change(deed);
    }
}
