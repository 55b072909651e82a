package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;
import org.penah.triage.tip.Tips;

/** Takes members' steps on a tip, and lists the colleagues who can take it. */
@Path("/api/tips/{tipId}/steps")
class StepResource {

    /**
     * A step.
     *
     * @param stepId chosen by the browser, so that asking again does nothing twice
     * @param value a colleague to assign the tip to, what it was found to be, its lane, a tag, another tip, or a partner and
     *     what it said on the telephone; for other kinds absent
     * @param note sealed to the tip's queue, in base64
     * @param sealedTo the queue and epoch to which the note is sealed, such as {@code threat/2}; the step is refused if the tip is elsewhere by now
     * @param mentions colleagues whom the note asks for; only with a note
     * @param header that opens the tip's file for the queue to which it is moved, in base64
     */
    record StepBody(
            @Nullable UUID stepId,
            @Nullable StepKind kind,
            @Nullable String value,
            @Nullable String note,
            @Nullable String sealedTo,
            @Nullable List<String> mentions,
            @Nullable String header) {}

    /** More than anybody should call away from their work with one note. */
    static final int MOST_MENTIONS = 10;

    /**
     * The work at a tip.
     *
     * @param colleagues who hold the key of its queue
     * @param kinds what steps there are, who may take each, and what it needs
     */
    record Work(List<StepView> steps, List<String> colleagues, List<StepKind.Rule> kinds) {}

    /** The version of a UUID that says nothing of when and where it was made. */
    private static final int RANDOM = 4;

    private final MemberRequest request;
    private final Tips tips;
    private final Steps steps;
    private final Keyring keyring;
    private final Journal journal;

    StepResource(MemberRequest request, Tips tips, Steps steps, Keyring keyring, Journal journal) {
        this.request = request;
        this.tips = tips;
        this.steps = steps;
        this.keyring = keyring;
        this.journal = journal;
    }

    @GET
    public Uni<Work> list(@RestPath UUID tipId) {
        return request.read((session, member) -> tips.open(session, member, tipId)
                .chain(tip -> keyring.membersOf(session, tip.queue()))
                .chain(colleagues ->
                        steps.of(session, member, tipId).map(taken -> new Work(taken, colleagues, StepKind.RULES))));
    }

    @GET
    @Path("/{stepId}/note")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<byte[]> note(@RestPath UUID tipId, @RestPath UUID stepId) {
        return request.read((session, member) ->
                tips.open(session, member, tipId).chain(tip -> steps.note(session, tipId, stepId)));
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> take(@RestPath UUID tipId, @Nullable StepBody asked) {
        return take(tipId, asked, false);
    }

    /** Takes a step of a kind whose row asks for a stepped-up session, which this route requires. */
    @POST
    @Path("/stepped-up")
    @ResponseStatus(204)
    public Uni<Void> takeSteppedUp(@RestPath UUID tipId, @Nullable StepBody asked) {
        return take(tipId, asked, true);
    }

    private Uni<Void> take(UUID tipId, @Nullable StepBody asked, boolean steppedUp) {
        if (asked == null
                || asked.kind() == null
                || asked.stepId() == null
                || asked.stepId().version() != RANDOM) {
            throw ProblemException.badRequest("kind or a random stepId is missing");
        }
        StepKind kind = asked.kind();
        if (kind.isSteppedUp() != steppedUp) {
            throw ProblemException.badRequest("steps of this kind have another address");
        }
        if (asked.value() != null && !kind.takesValue()) {
            throw ProblemException.badRequest("a step of this kind has no value");
        }
        UUID stepId = asked.stepId();
        String note = asked.note();
        if (!kind.allows(note != null) || (note != null && !SealedText.is(note))) {
            throw ProblemException.unprocessable(
                    "not-a-note",
                    "Not a sealed note",
                    "The note is missing or not sealed as it must be. Nothing was changed.");
        }
        List<String> mentions = asked.mentions() == null ? List.of() : asked.mentions();
        if (mentions.size() > MOST_MENTIONS
                || mentions.stream().anyMatch(Objects::isNull)
                || (note == null && !mentions.isEmpty())) {
            throw ProblemException.badRequest("mentions are too many, or without a note");
        }
        StepRequest step = new StepRequest(
                stepId,
                kind,
                asked.value(),
                note,
                asked.sealedTo(),
                mentions.stream().distinct().toList(),
                asked.header());
        return request.change((session, member) -> steps.take(session, member, tipId, step)
                .chain(news -> news.isPresent()
                        ? journal.record(session, member, kind.deed(), tipId, news.get())
                        : Uni.createFrom().voidItem()));
    }
}
