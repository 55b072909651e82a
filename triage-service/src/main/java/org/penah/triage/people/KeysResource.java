package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.access.Role;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.keyring.QueueKeys;
import org.penah.triage.keyring.QueueKeys.SealedQueue;
import org.penah.triage.keyring.ShownKeys;
import org.penah.triage.memberkey.Armored;
import org.penah.triage.memberkey.MemberKeys;
import org.penah.triage.memberkey.MemberKeys.PasskeyCopy;
import org.penah.triage.problem.ProblemException;

/** The signed-in member, and the sealed keys that only their browser can open. */
@Path("/api")
class KeysResource {

    /** More than anybody has queues and epochs. */
    private static final int MOST_ANSWERS = 1000;

    /**
     * The signed-in member.
     *
     * @param enrolled whether the service keeps a key of theirs
     * @param recipient what is sealed to them
     * @param passkey whether a passkey opens that key, too
     */
    record Me(
            String name,
            Set<Role> roles,
            List<String> queues,
            boolean enrolled,
            @Nullable String recipient,
            boolean passkey) {}

    record Keys(SealedMember member, List<SealedQueue> queues) {}

    record SealedMember(
            String name, String sealedIdentity, @Nullable PasskeyCopy passkey) {}

    record Enrolment(
            @Nullable String sealedIdentity, @Nullable String recipient) {}

    record Answers(@Nullable List<ShownKeys.Answer> answers) {}

    private final MemberRequest request;
    private final ShownKeys shown;
    private final Keyring keyring;
    private final People people;
    private final QueueKeys queueKeys;
    private final MemberKeys memberKeys;
    private final Journal journal;

    KeysResource(
            MemberRequest request,
            ShownKeys shown,
            Keyring keyring,
            People people,
            QueueKeys queueKeys,
            MemberKeys memberKeys,
            Journal journal) {
        this.request = request;
        this.shown = shown;
        this.keyring = keyring;
        this.people = people;
        this.queueKeys = queueKeys;
        this.memberKeys = memberKeys;
        this.journal = journal;
    }

    @GET
    @Path("/me")
    public Uni<Me> me() {
        return request.read((session, member) -> keyring.queuesOf(session, member)
                .chain(queues -> memberKeys
                        .of(session, member.name())
                        .map(key -> new Me(
                                member.name(),
                                member.roles(),
                                queues,
                                key != null,
                                key == null ? null : key.recipient(),
                                key != null && key.passkey() != null))));
    }

    /** Keeps the identity that the member's browser has made and sealed. */
    @POST
    @Path("/keys/enrolment")
    public Uni<Void> enrol(Enrolment enrolment) {
        return enrol(enrolment, false);
    }

    /** The same instead of one whose passphrase is lost; a lead has to admit the member again. */
    @POST
    @Path("/keys/replacement")
    public Uni<Void> replace(Enrolment enrolment) {
        return enrol(enrolment, true);
    }

    /** Keeps the identity once more, as a passkey of the member opens it. */
    @POST
    @Path("/keys/passkey")
    public Uni<Void> addPasskey(PasskeyCopy copy) {
        String credential = Armored.credential(copy.credential());
        String sealedIdentity = Armored.sealed(copy.sealedIdentity());
        return request.change((session, member) -> memberKeys.addPasskey(session, member, credential, sealedIdentity));
    }

    @POST
    @Path("/keys/passkey/removal")
    public Uni<Void> forgetPasskey() {
        return request.change((session, member) -> memberKeys.forgetPasskey(session, member));
    }

    /** The challenges that the member's browser must open, one for each key sealed to them. */
    @POST
    @Path("/keys/challenges")
    public Uni<List<ShownKeys.Challenge>> challenges() {
        return request.change((session, member) -> shown.challenges(session, member));
    }

    @POST
    @Path("/keys/answers")
    public Uni<Void> show(Answers answers) {
        List<ShownKeys.Answer> given = answers.answers() == null ? List.of() : answers.answers();
        if (given.size() > MOST_ANSWERS
                || given.stream().anyMatch(each -> each == null || each.queue() == null || each.answer() == null)) {
            throw ProblemException.badRequest("Each answer has a queue, an epoch and 43 letters.");
        }
        return request.change((session, member) -> shown.show(session, member, given));
    }

    private Uni<Void> enrol(Enrolment enrolment, boolean replace) {
        String sealedIdentity = Armored.sealed(enrolment.sealedIdentity());
        String recipient = Armored.recipient(enrolment.recipient());
        return request.change((session, member) -> people.enrol(session, member, sealedIdentity, recipient, replace));
    }

    @GET
    @Path("/keys")
    public Uni<Keys> keys() {
        return request.change((session, reader) -> memberKeys
                .of(session, reader.name())
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound)
                .chain(own -> queueKeys
                        .of(session, reader.name())
                        .map(queues ->
                                new Keys(new SealedMember(reader.name(), own.sealedIdentity(), own.passkey()), queues)))
                .call(() -> journal.recordOnceADay(session, reader, Deed.KEYS_FETCHED, reader.name())));
    }
}
