package org.penah.triage.keyring;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** Holds the key of a queue and epoch for one member: sealed to the member's own recipient. */
@Entity
@Table(name = "queue_key")
@IdClass(QueueKey.Key.class)
class QueueKey {

    /** One key of each queue and epoch for each member. */
    record Key(String queue, int epoch, String member) {}

    @Id
    String queue;

    @Id
    int epoch;

    @Id
    String member;

    /** Armored age, locked ({@link org.penah.triage.lock.EpochLocks}). */
    String sealedIdentity;

    /** See {@link ShownKeys}; what a key ceremony sealed needs not be shown. */
    boolean shown = true;

    static QueueKey of(String queue, int epoch, String member, String sealedIdentity) {
        QueueKey key = new QueueKey();
        key.queue = queue;
        key.epoch = epoch;
        key.member = member;
        key.sealedIdentity = sealedIdentity;
        return key;
    }
}
