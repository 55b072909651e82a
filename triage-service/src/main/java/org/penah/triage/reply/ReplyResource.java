package org.penah.triage.reply;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;
import org.penah.triage.tip.MovedTips;
import org.penah.triage.tip.Tips;

/** Takes what staff answer to the source of a tip, and says what was answered. */
@Path("/api/tips/{tipId}/replies")
class ReplyResource {

    /**
     * An answer.
     *
     * @param replyId chosen by the browser, so that asking again sends nothing twice
     * @param sealed to the source, in base64
     * @param copy the same text, sealed to the tip's queue
     * @param sealedTo the queue and epoch to which the copy is sealed, such as {@code threat/2}; it is refused if the tip is elsewhere by now
     * @param seen how many answers the writer saw; it is refused if there are more
     * @param hold whether its writer can take it back for some seconds
     */
    record ReplyRequest(
            @Nullable UUID replyId,
            @Nullable String sealed,
            @Nullable String copy,
            @Nullable String sealedTo,
            @Nullable Integer seen,
            @Nullable Boolean hold) {}

    /** The version of a UUID that says nothing of when and where it was made. */
    private static final int RANDOM = 4;

    private final MemberRequest request;
    private final Tips tips;
    private final Replies replies;
    private final HeldReplies held;

    ReplyResource(MemberRequest request, Tips tips, Replies replies, HeldReplies held) {
        this.request = request;
        this.tips = tips;
        this.replies = replies;
        this.held = held;
    }

    @GET
    public Uni<List<ReplyView>> list(@RestPath UUID tipId) {
        return request.read((session, member) -> tips.open(session, member, tipId)
                .chain(tip -> replies.of(session, tip)
                        .chain(sent -> held.of(session, tip)
                                .map(waiting -> Stream.concat(sent.stream(), waiting.stream())
                                        .toList()))));
    }

    @GET
    @Path("/{replyId}/copy")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<byte[]> copy(@RestPath UUID tipId, @RestPath UUID replyId) {
        return request.read((session, member) -> tips.open(session, member, tipId)
                .chain(tip -> replies.copy(session, tip, replyId)
                        .onFailure(ProblemException.class)
                        .recoverWithUni(() -> held.copy(session, tip, replyId))));
    }

    @POST
    @ResponseStatus(202)
    public Uni<Void> send(@RestPath UUID tipId, @Nullable ReplyRequest asked) {
        if (asked == null || asked.replyId() == null || asked.sealed() == null || asked.copy() == null) {
            throw ProblemException.badRequest("replyId, sealed or copy is missing");
        }
        UUID replyId = asked.replyId();
        if (replyId.version() != RANDOM) {
            throw ProblemException.badRequest("replyId is not a random UUID");
        }
        if (!SealedText.is(asked.sealed()) || !SealedText.is(asked.copy())) {
            throw ProblemException.unprocessable(
                    "not-a-reply", "Not a sealed reply", "The answer was not sealed as it must be. Nothing was sent.");
        }
        byte[] sealed = SealedText.bytes(asked.sealed());
        byte[] copy = SealedText.bytes(asked.copy());
        return request.change((session, member) -> tips.lock(session, member, tipId)
                .invoke(tip -> MovedTips.requireStill(tip, asked.sealedTo()))
                .call(tip -> replies.requireSeen(session, tip, replyId, asked.seen()))
                .chain(tip -> Boolean.TRUE.equals(asked.hold())
                        ? held.hold(session, member, tip, replyId, sealed, copy)
                        : replies.send(session, member, tip, replyId, sealed, copy)));
    }

    /** Takes back one's own answer that has not gone out. */
    @POST
    @Path("/{replyId}/drop")
    @ResponseStatus(204)
    public Uni<Void> takeBack(@RestPath UUID tipId, @RestPath UUID replyId) {
        return request.change((session, member) ->
                tips.lock(session, member, tipId).chain(tip -> held.takeBack(session, member, tip, replyId)));
    }
}
