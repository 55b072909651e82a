package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.keyring.NextEpochs.NextEpoch;
import org.penah.triage.keyring.QueueKeys.SealedQueueKey;
import org.penah.triage.memberkey.Armored;
import org.penah.triage.people.PeopleOverview.Overview;
import org.penah.triage.problem.ProblemException;

/** Takes a lead's deeds about people and epochs; the lead's browser reseals the keys. */
@Path("/api")
class PeopleResource {

    /** More than an organisation has queues and epochs, and few enough to be kept in one transaction. */
    private static final int MOST_KEYS = 100;

    record Admission(@Nullable String recipient, @Nullable List<SealedQueueKey> keys) {}

    record KeptOut(@Nullable String queue) {}

    record Removal(@Nullable List<NextEpoch> epochs) {}

    private final MemberRequest request;
    private final People people;
    private final Admissions admissions;
    private final PeopleOverview overview;
    private final Keyring keyring;
    private final Journal journal;

    PeopleResource(
            MemberRequest request,
            People people,
            Admissions admissions,
            PeopleOverview overview,
            Keyring keyring,
            Journal journal) {
        this.request = request;
        this.people = people;
        this.admissions = admissions;
        this.overview = overview;
        this.keyring = keyring;
        this.journal = journal;
    }

    /** Everybody with a key, and every epoch that still opens; only its recipient can open a sealed key. */
    @GET
    @Path("/people")
    public Uni<Overview> overview() {
        return request.change((session, reader) -> overview.of(session)
                .call(() -> journal.recordOnceADay(session, reader, Deed.PEOPLE_READ, reader.name())));
    }

    /** Lets somebody into queues whose keys the lead holds: the first request starts an hour, the second ends it. */
    @POST
    @Path("/people/{member}/queues")
    @ResponseStatus(202)
    public Uni<Void> admit(@RestPath String member, Admission admission) {
        List<SealedQueueKey> keys = bounded(admission.keys());
        return request.change((session, lead) -> keyring.queuesOf(session, lead)
                .invoke(queues -> {
                    if (!keys.stream().allMatch(key -> queues.contains(key.queue()))) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> admissions.admit(session, lead, member, Armored.recipient(admission.recipient()), keys)));
    }

    /** Somebody keeps out whom a lead wants to admit, or the lead thinks again. */
    @POST
    @Path("/people/{member}/queues/drop")
    @ResponseStatus(204)
    public Uni<Void> keepOut(@RestPath String member, KeptOut from) {
        String queue = Objects.requireNonNullElse(from.queue(), "");
        return request.change((session, who) -> admissions.keepOut(session, who, member, queue));
    }

    /**
     * The same with keys that the recovery key opened: its holder need not hold the queues' keys. Only if nobody else
     * holds them, because the service cannot see whether the sealed text is a key.
     */
    @POST
    @Path("/people/{member}/recovered")
    public Uni<Void> recover(@RestPath String member, Admission admission) {
        List<SealedQueueKey> keys = bounded(admission.keys());
        return request.change((session, lead) ->
                people.recover(session, lead, member, Armored.recipient(admission.recipient()), keys));
    }

    @POST
    @Path("/people/{member}/removal")
    public Uni<Void> remove(@RestPath String member, Removal removal) {
        List<NextEpoch> epochs = removal.epochs() == null ? List.of() : removal.epochs();
        return request.change((session, lead) -> people.remove(session, lead, member, epochs));
    }

    @POST
    @Path("/epochs")
    public Uni<Void> begin(NextEpoch next) {
        return request.change((session, lead) -> people.begin(session, lead, next));
    }

    private static List<SealedQueueKey> bounded(@Nullable List<SealedQueueKey> keys) {
        if (keys == null || keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw ProblemException.badRequest("There must be from 1 to " + MOST_KEYS + " keys.");
        }
        return keys;
    }
}
