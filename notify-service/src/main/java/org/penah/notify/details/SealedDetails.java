package org.penah.notify.details;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.DetailsApproved;
import org.penah.notify.event.DetailsChanged;
import org.penah.notify.partner.KeyWrap;

/** Keeps details for one partner: an age file that we cannot open, under a separate key that can be destroyed. */
@Entity
@Table(name = "details")
class SealedDetails {

    /** How long a lost answer may be asked for again. */
    static final Duration REPEAT = Duration.ofMinutes(5);

    static final String KEY = "details-key";
    private static final String TEXT = "details";

    @Id
    UUID id;

    UUID alertId;

    /** The alert as the partner knows it. */
    @Column(name = "partner_alert_id")
    UUID partnerAlertId;

    String partner;

    @Enumerated(EnumType.STRING)
    DetailsChanged.State state;

    /** Which came first. */
    long number;

    byte @Nullable [] sealedText;

    byte @Nullable [] sealedKey;

    /** The SHA-256 of the id of the request that fetched them. */
    byte @Nullable [] fetchedWith;

    @Nullable
    Instant repeatUntil;

    static SealedDetails of(DetailsApproved approved, UUID partnerAlertId, long number, KeyWrap wrap) {
        SealedDetails details = new SealedDetails();
        details.id = approved.detailsId();
        details.alertId = approved.alertId();
        details.partnerAlertId = partnerAlertId;
        details.partner = approved.partner();
        details.state = DetailsChanged.State.READY;
        details.number = number;
        byte[] key = wrap.freshKey();
        details.sealedText = new KeyWrap(key).seal(details.id, TEXT, approved.sealed());
        details.sealedKey = wrap.seal(details.id, KEY, key);
        return details;
    }

    boolean isReady() {
        return state == DetailsChanged.State.READY;
    }

    /**
     * The age file, to the first request and to that one's repeats.
     *
     * @param request the SHA-256 of its id
     */
    byte @Nullable [] fetch(byte[] request, Instant now, KeyWrap wrap) {
        if (isReady()) {
            state = DetailsChanged.State.READ;
            fetchedWith = request;
            repeatUntil = now.plus(REPEAT);
        }
        boolean isFirsts = fetchedWith != null && MessageDigest.isEqual(fetchedWith, request);
        boolean inTime = repeatUntil != null && now.isBefore(repeatUntil);
        if (!isFirsts || !inTime || sealedText == null || sealedKey == null) {
            return null;
        }
        return new KeyWrap(wrap.open(id, KEY, sealedKey)).open(id, TEXT, sealedText);
    }

    /** Destroys the key, and what lay under it. */
    void destroy() {
        if (isReady()) {
            state = DetailsChanged.State.DESTROYED;
        }
        sealedText = null;
        sealedKey = null;
        fetchedWith = null;
        repeatUntil = null;
    }
}
