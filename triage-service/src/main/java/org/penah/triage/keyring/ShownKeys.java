package org.penah.triage.keyring;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.digest.Digest;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;

/**
 * Lets a member's browser show that it opens the keys that were sealed to them. Without that a member is no second
 * person: a lead's session alone, without a key, can store any text as somebody's key.
 */
@ApplicationScoped
public class ShownKeys {

    /** A browser answers nothing else, so that nobody has it open what else was sealed to the same key. */
    static final String PREFIX = "penah key challenge v1 ";

    private static final int RANDOM_BYTES = 32;

    /**
     * A challenge that only the key of an epoch opens.
     *
     * @param sealed an age file in base64; in it {@value ShownKeys#PREFIX} and 43 letters, which are the answer
     */
    public record Challenge(String queue, int epoch, String sealed) {}

    /**
     * A member's answer to a challenge.
     *
     * @param answer 43 letters of base64url
     */
    public record Answer(String queue, int epoch, String answer) {}

    private final Journal journal;
    private final SecureRandom random = new SecureRandom();

    ShownKeys(Journal journal) {
        this.journal = journal;
    }

    /** One for each key that the member has not shown; a challenge before it counts no more. */
    public Uni<List<Challenge>> challenges(Mutiny.Session session, Member member) {
        return session.createNativeQuery("""
                        select k.queue, k.epoch, e.recipient from queue_key k join queue_epoch e using (queue, epoch)
                        where k.member = ?1 and not k.shown and e.destroyed_on is null order by k.queue, k.epoch""", Object[].class)
                .setParameter(1, member.name())
                .getResultList()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .filter(row -> isRecipient((String) row[2]))
                        .onItem()
                        .transformToUniAndConcatenate(
                                row -> challenge(session, member, (String) row[0], (int) row[1], (String) row[2]))
                        .collect()
                        .asList());
    }

    private Uni<Challenge> challenge(Mutiny.Session session, Member member, String queue, int epoch, String recipient) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String answer = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return session.createNativeQuery(
                        "update queue_key set challenge = ?4 where queue = ?1 and epoch = ?2 and member = ?3")
                .setParameter(1, queue)
                .setParameter(2, epoch)
                .setParameter(3, member.name())
                .setParameter(4, hash(answer))
                .executeUpdate()
                .replaceWith(() -> new Challenge(queue, epoch, seal(PREFIX + answer, recipient)));
    }

    /** Notes each key that was shown; an answer that is wrong, or to no challenge, changes nothing. */
    public Uni<Void> show(Mutiny.Session session, Member member, List<Answer> answers) {
        return Multi.createFrom()
                .iterable(answers)
                .onItem()
                .transformToUniAndConcatenate(answer -> show(session, member, answer))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> show(Mutiny.Session session, Member member, Answer answer) {
        return session.createNativeQuery("""
                        update queue_key set shown = true, challenge = null
                        where queue = ?1 and epoch = ?2 and member = ?3 and challenge = ?4""")
                .setParameter(1, answer.queue())
                .setParameter(2, answer.epoch())
                .setParameter(3, member.name())
                .setParameter(4, hash(answer.answer()))
                .executeUpdate()
                .chain(shown -> shown == 0
                        ? Uni.createFrom().voidItem()
                        : journal.record(
                                session,
                                member,
                                Deed.KEY_SHOWN,
                                new EpochId(answer.queue(), answer.epoch()).toString()));
    }

    /** A row that is damaged leaves the others as they are. */
    private static boolean isRecipient(String recipient) {
        try {
            HybridRecipient.parse(recipient);
            return true;
        } catch (IllegalArgumentException damaged) {
            return false;
        }
    }

    private static String seal(String text, String recipient) {
        var sealed = new ByteArrayOutputStream();
        try (AgeEncryptor encryptor = AgeEncryptor.start(List.of(HybridRecipient.parse(recipient)), sealed)) {
            encryptor.write(text.getBytes(StandardCharsets.US_ASCII));
            encryptor.finish();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Base64.getEncoder().encodeToString(sealed.toByteArray());
    }

    private static byte[] hash(String answer) {
        return Digest.sha256(answer.getBytes(StandardCharsets.US_ASCII));
    }
}
