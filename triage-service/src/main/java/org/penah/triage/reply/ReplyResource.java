package org.penah.triage.reply;

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
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;
import org.penah.triage.tip.TipCommands;
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
     */
    record ReplyRequest(
            @Nullable UUID replyId,
            @Nullable String sealed,
            @Nullable String copy) {}

    /** The version of a UUID that says nothing of when and where it was made. */
    private static final int RANDOM = 4;

    private final MemberRequest request;
    private final Tips tips;
    private final TipCommands commands;
    private final Replies replies;
    private final Journal journal;

    ReplyResource(MemberRequest request, Tips tips, TipCommands commands, Replies replies, Journal journal) {
        this.request = request;
        this.tips = tips;
        this.commands = commands;
        this.replies = replies;
        this.journal = journal;
    }

    @GET
    public Uni<List<ReplyView>> list(@RestPath UUID tipId) {
        return request.read(
                (session, member) -> tips.open(session, member, tipId).chain(tip -> replies.of(session, tip)));
    }

    @GET
    @Path("/{replyId}/copy")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<byte[]> copy(@RestPath UUID tipId, @RestPath UUID replyId) {
        return request.read((session, member) ->
                tips.open(session, member, tipId).chain(tip -> replies.copy(session, tip, replyId)));
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
        String sealed = asked.sealed();
        String copy = asked.copy();
        if (!SealedText.is(sealed) || !SealedText.is(copy)) {
            throw ProblemException.unprocessable(
                    "not-a-reply", "Not a sealed reply", "The answer was not sealed as it must be. Nothing was sent.");
        }
        return request.change((session, member) -> tips.lock(session, member, tipId)
                .chain(tip -> replies.send(session, member, tip, replyId, sealed, SealedText.bytes(copy))
                        .chain(news -> {
                            if (news.isEmpty()) {
                                return Uni.createFrom().voidItem();
                            }
                            commands.answered(tip);
                            return journal.record(session, member, Deed.REPLY_SENT, tipId, news.get());
                        })));
    }
}
