package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.keyring.Membership;
import org.penah.triage.keyring.QueueEpochs;
import org.penah.triage.keyring.QueueEpochs.Epoch;
import org.penah.triage.keyring.QueueKeys;
import org.penah.triage.memberkey.MemberKeys;
import org.penah.triage.memberkey.MemberKeys.Holder;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;

/** Collects what leads see of everybody with a key, and of every epoch that still opens. */
@ApplicationScoped
class PeopleOverview {

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

    record Overview(
            List<Person> people,
            List<Epoch> epochs,
            @Nullable String recoveryRecipient) {}

    private final MemberKeys members;
    private final QueueKeys keys;
    private final QueueEpochs epochs;
    private final Keyring keyring;
    private final PendingDeeds pending;

    PeopleOverview(MemberKeys members, QueueKeys keys, QueueEpochs epochs, Keyring keyring, PendingDeeds pending) {
        this.members = members;
        this.keys = keys;
        this.epochs = epochs;
        this.keyring = keyring;
        this.pending = pending;
    }

    Uni<Overview> of(Mutiny.Session session) {
        return members.all(session)
                .chain(everybody -> keys.holders(session)
                        .chain(held -> pending.of(session, Deed.MEMBER_ADMITTED)
                                .map(admitting -> people(everybody, held, admitting))))
                .chain(people -> epochs.living(session)
                        .chain(living -> keyring.recoveryRecipient(session)
                                .map(recovery ->
                                        new Overview(people, living, recovery.isEmpty() ? null : recovery.get(0)))));
    }

    private static List<Person> people(
            List<Holder> everybody, Map<String, Map<String, List<Integer>>> held, Map<String, PendingDeed> pending) {
        return everybody.stream()
                .map(member -> new Person(
                        member.name(),
                        member.recipient(),
                        member.enrolledOn(),
                        held.getOrDefault(member.name(), Map.of()),
                        admitting(member.name(), pending)))
                .toList();
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
}
