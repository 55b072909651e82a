package org.penah.triage.keyring;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;

/** A lead's deeds about people and epochs; the lead's browser reseals the keys. */
@Path("/api")
class PeopleResource {

    /** More than an organisation has queues and epochs, and few enough to be kept in one transaction. */
    private static final int MOST_KEYS = 100;

    /**
     * A person with a key.
     *
     * @param admitting the queues into which a lead wants to let them
     */
    record Person(
            String name,
            @Nullable String recipient,
            @Nullable LocalDate enrolledOn,
            Map<String, List<Integer>> queues,
            Map<String, PendingDeed> admitting) {}

    record Epoch(
            String queue,
            int epoch,
            String recipient,
            @Nullable String recoveryCopy,
            @Nullable LocalDate begunOn) {}

    record Overview(
            List<Person> people,
            List<Epoch> epochs,
            @Nullable String recoveryRecipient) {}

    record Admission(@Nullable String recipient, @Nullable List<People.SealedQueueKey> keys) {}

    record KeptOut(@Nullable String queue) {}

    record Removal(@Nullable List<People.NextEpoch> epochs) {}

    private final Mutiny.SessionFactory sessions;
    private final People people;
    private final Admissions admissions;
    private final PendingDeeds pending;
    private final Keyring keyring;
    private final EpochLocks locks;
    private final Journal journal;
    private final SecurityIdentity identity;

    PeopleResource(
            Mutiny.SessionFactory sessions,
            People people,
            Admissions admissions,
            PendingDeeds pending,
            Keyring keyring,
            EpochLocks locks,
            Journal journal,
            SecurityIdentity identity) {
        this.sessions = sessions;
        this.people = people;
        this.admissions = admissions;
        this.pending = pending;
        this.keyring = keyring;
        this.locks = locks;
        this.journal = journal;
        this.identity = identity;
    }

    /** Everybody with a key, and every epoch that still opens; only its recipient can open a sealed key. */
    @GET
    @Path("/people")
    public Uni<Overview> overview() {
        Member reader = Member.of(identity);
        return sessions.withTransaction(session -> session.createQuery(
                        "from MemberKey m order by m.member", MemberKey.class)
                .getResultList()
                .chain(members -> session.createQuery("from QueueKey k order by k.queue, k.epoch", QueueKey.class)
                        .getResultList()
                        .chain(keys -> session.createQuery(
                                        "from QueueEpoch e where e.destroyedOn is null order by e.queue, e.epoch",
                                        QueueEpoch.class)
                                .getResultList()
                                .chain(this::unlocked)
                                .chain(epochs -> keyring.recoveryRecipient(session)
                                        .chain(recovery -> pending.of(session, Deed.MEMBER_ADMITTED)
                                                .map(pending -> overview(members, keys, epochs, recovery, pending))))))
                .call(() -> journal.recordOnceADay(session, reader, Deed.PEOPLE_READ, reader.name())));
    }

    private Uni<List<Epoch>> unlocked(List<QueueEpoch> epochs) {
        return Multi.createFrom()
                .iterable(epochs)
                .onItem()
                .transformToUniAndConcatenate(this::unlocked)
                .collect()
                .asList();
    }

    private Uni<Epoch> unlocked(QueueEpoch e) {
        return locks.open(e.queue, e.epoch, EpochLocks.RECOVERY, String.valueOf(e.recoveryCopy))
                .map(copy -> new Epoch(e.queue, e.epoch, e.recipient, copy.orElse(null), e.begunOn));
    }

    private static Overview overview(
            List<MemberKey> members,
            List<QueueKey> keys,
            List<Epoch> epochs,
            List<String> recovery,
            Map<String, PendingDeed> pending) {
        Map<String, Map<String, List<Integer>>> held = new LinkedHashMap<>();
        keys.forEach(key -> held.computeIfAbsent(key.member, name -> new LinkedHashMap<>())
                .computeIfAbsent(key.queue, name -> new ArrayList<>())
                .add(key.epoch));
        return new Overview(
                members.stream()
                        .map(member -> new Person(
                                member.member,
                                member.recipient,
                                member.enrolledOn,
                                held.getOrDefault(member.member, Map.of()),
                                admitting(member.member, pending)))
                        .toList(),
                epochs,
                recovery.isEmpty() ? null : recovery.get(0));
    }

    private static Map<String, PendingDeed> admitting(String member, Map<String, PendingDeed> pending) {
        Map<String, PendingDeed> queues = new LinkedHashMap<>();
        pending.forEach((which, asked) -> {
            Membership membership = Membership.parse(which);
            if (membership.member().equals(member)) {
                queues.put(membership.queue(), asked);
            }
        });
        return queues;
    }

    /** Lets somebody into queues whose keys the lead holds: the first request starts an hour, the second ends it. */
    @POST
    @Path("/people/{member}/queues")
    @ResponseStatus(202)
    public Uni<Void> admit(@RestPath String member, Admission admission) {
        List<People.SealedQueueKey> keys = bounded(admission.keys());
        return deed((session, lead) -> keyring.queuesOf(session, lead)
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
        return deed((session, who) -> admissions.keepOut(session, who, member, queue));
    }

    /**
     * The same with keys that the recovery key opened: its holder need not hold the queues' keys. Only if nobody else
     * holds them, because the service cannot see whether the sealed text is a key.
     */
    @POST
    @Path("/people/{member}/recovered")
    public Uni<Void> recover(@RestPath String member, Admission admission) {
        List<People.SealedQueueKey> keys = bounded(admission.keys());
        return deed((session, lead) -> people.requireNobodyElse(session, member, keys)
                .chain(() -> people.admit(
                        session, lead, Deed.MEMBER_RECOVERED, member, Armored.recipient(admission.recipient()), keys)));
    }

    @POST
    @Path("/people/{member}/removal")
    public Uni<Void> remove(@RestPath String member, Removal removal) {
        List<People.NextEpoch> epochs = removal.epochs() == null ? List.of() : removal.epochs();
        return deed((session, lead) -> people.remove(session, lead, member, epochs));
    }

    @POST
    @Path("/epochs")
    public Uni<Void> begin(People.NextEpoch next) {
        return deed((session, lead) -> people.begin(session, lead, next));
    }

    private Uni<Void> deed(BiFunction<Mutiny.Session, Member, Uni<Void>> deed) {
        Member lead = Member.of(identity);
        return sessions.withTransaction(session -> deed.apply(session, lead));
    }

    private static List<People.SealedQueueKey> bounded(@Nullable List<People.SealedQueueKey> keys) {
        if (keys == null || keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw ProblemException.badRequest("There must be from 1 to " + MOST_KEYS + " keys.");
        }
        return keys;
    }
}
