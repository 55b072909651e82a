package org.penah.triage.keyring;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One period of a queue's key, as everybody may know it, and its private half as the recovery key alone opens it. */
@Entity
@Table(name = "queue_epoch")
@IdClass(QueueEpoch.Key.class)
class QueueEpoch {

    /** One of each number for each queue. */
    record Key(String queue, int epoch) {}

    @Id
    String queue;

    @Id
    int epoch;

    String recipient;

    /** Armored age, locked ({@link org.penah.triage.lock.EpochLocks}); none once it was destroyed. */
    @Nullable
    String recoveryCopy;

    /** None if a key ceremony made it. */
    @Nullable
    LocalDate begunOn;

    /** From then on its keys are nowhere. */
    @Nullable
    LocalDate destroyedOn;

    static QueueEpoch of(String queue, int epoch, String recipient, String recoveryCopy, @Nullable LocalDate begunOn) {
        QueueEpoch made = new QueueEpoch();
        made.queue = queue;
        made.epoch = epoch;
        made.recipient = recipient;
        made.recoveryCopy = recoveryCopy;
        made.begunOn = begunOn;
        return made;
    }
}
