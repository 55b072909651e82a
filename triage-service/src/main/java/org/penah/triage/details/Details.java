package org.penah.triage.details;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A text for one partner about one tip; what was written does not change, by mapping and by grant. */
@Entity
class Details {

    @Id
    UUID detailsId;

    @Column(updatable = false)
    UUID tipId;

    @Column(updatable = false)
    UUID alertId;

    @Column(updatable = false)
    String partner;

    /** The key that the text was sealed to. */
    @Column(updatable = false)
    String recipient;

    @Enumerated(EnumType.STRING)
    DetailsState state;

    @Column(updatable = false)
    String writer;

    @Column(updatable = false)
    LocalDate writtenOn;

    /** By when a second member is to read it, no finer than five minutes; here only while it waits. */
    @Nullable
    Instant secondBy;

    /** The member who read and approved it. */
    @Nullable
    String approver;

    @Nullable
    @Column(name = "released_on")
    LocalDate approvedOn;

    @Nullable
    LocalDate readOn;

    /** To the partner; here only while it waits. */
    byte @Nullable [] sealed;

    /** The text and the file key of {@link #sealed}, sealed to the tip's queue. */
    @Column(updatable = false)
    byte[] copy;

    /** A member reads it and lets it go; returns what leaves. */
    byte[] approve(String member, LocalDate today) {
        byte[] leaving = sealed;
        if (state != DetailsState.WAITING || leaving == null) {
            throw new IllegalStateException("only waiting details can be approved");
        }
        state = DetailsState.APPROVED;
        approver = member;
        approvedOn = today;
        sealed = null;
        secondBy = null;
        return leaving;
    }

    void drop() {
        state = DetailsState.DROPPED;
        sealed = null;
        secondBy = null;
    }

    /**
     * Takes what notify-service says; words of it may come twice and in another order.
     *
     * @return whether it is news
     */
    boolean become(DetailsState now, LocalDate day) {
        boolean firstRead = now == DetailsState.READ && readOn == null;
        if (firstRead) {
            readOn = day;
        }
        boolean further = state.isApproved() && now.compareTo(state) > 0;
        if (further) {
            state = now;
        }
        return firstRead || further;
    }
}
