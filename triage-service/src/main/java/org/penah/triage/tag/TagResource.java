package org.penah.triage.tag;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.text.SealedText;

/** Lists the tags of a member's queues, and takes new ones. */
@Path("/api/tags")
class TagResource {

    /**
     * A tag.
     *
     * @param name sealed to the queue's epoch, in base64
     */
    record Tag(
            @Nullable UUID tagId,
            @Nullable String queue,
            int epoch,
            @Nullable String name) {}

    /** More than anybody keeps apart; each is 10 KB, and all are read at once. */
    static final int MOST = 50;

    private static final int RANDOM = 4;

    private final MemberRequest request;
    private final Keyring keyring;
    private final Journal journal;

    TagResource(MemberRequest request, Keyring keyring, Journal journal) {
        this.request = request;
        this.keyring = keyring;
        this.journal = journal;
    }

    @GET
    public Uni<List<Tag>> list() {
        return request.read((session, member) -> keyring.queuesOf(session, member)
                .chain(queues -> queues.isEmpty() ? Uni.createFrom().item(List.of()) : of(session, queues)));
    }

    /** Stores a new tag, or the name of a known one resealed to a later epoch, before the earlier one ends. */
    @POST
    @ResponseStatus(204)
    public Uni<Void> make(@Nullable Tag asked) {
        if (asked == null
                || asked.tagId() == null
                || asked.tagId().version() != RANDOM
                || asked.queue() == null
                || asked.epoch() < 1
                || asked.name() == null) {
            throw ProblemException.badRequest("queue, epoch, name or a random tagId is missing");
        }
        UUID tagId = asked.tagId();
        String queue = asked.queue();
        String name = asked.name();
        if (!SealedText.is(name)) {
            throw ProblemException.unprocessable(
                    "not-a-tag", "Not a sealed tag", "The tag was not sealed as it must be. Nothing was changed.");
        }
        return request.change((session, member) -> keyring.queuesOf(session, member)
                .invoke(queues -> {
                    if (!queues.contains(queue)) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> requireKey(session, member, queue, asked.epoch()))
                .chain(() -> requireRoom(session, queue, tagId))
                .chain(() -> session.createNativeQuery("""
                                insert into tag (tag_id, queue, epoch, name) values (?1, ?2, ?3, ?4)
                                on conflict (tag_id) do update set epoch = excluded.epoch, name = excluded.name
                                where tag.queue = excluded.queue and tag.epoch < excluded.epoch""")
                        .setParameter(1, tagId)
                        .setParameter(2, queue)
                        .setParameter(3, asked.epoch())
                        .setParameter(4, SealedText.bytes(name))
                        .executeUpdate())
                .chain(made -> made == 0
                        ? Uni.createFrom().voidItem()
                        : journal.record(session, member, Deed.TAG_MADE, tagId)));
    }

    private static Uni<List<Tag>> of(Mutiny.Session session, List<String> queues) {
        return session.createNativeQuery(
                        "select tag_id, queue, epoch, name from tag where queue in (?1) order by tag_id",
                        Object[].class)
                .setParameter(1, queues)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Tag(
                                (UUID) row[0],
                                (String) row[1],
                                (int) row[2],
                                Base64.getEncoder().encodeToString((byte[]) row[3])))
                        .toList());
    }

    /** A tag sealed to an epoch that nobody can open is lost, and a member who seals one can open it. */
    private Uni<Void> requireKey(Mutiny.Session session, Member member, String queue, int epoch) {
        return keyring.holds(session, member, new EpochId(queue, epoch))
                .invoke(holds -> {
                    if (!holds) {
                        throw ProblemException.notFound();
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireRoom(Mutiny.Session session, String queue, UUID besides) {
        return session.createNativeQuery("select count(*) from tag where queue = ?1 and tag_id <> ?2", Long.class)
                .setParameter(1, queue)
                .setParameter(2, besides)
                .getSingleResult()
                .invoke(count -> {
                    if (count >= MOST) {
                        throw ProblemException.conflict(
                                "too-many-tags", "Too many", "This queue has " + MOST + " tags. Nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }
}
