package org.penah.triage.work;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records what a member did with a tip. */
@Entity
class Step {

    @Id
    UUID stepId;

    /** In the order in which the steps were taken. */
    long position;

    UUID tipId;
    LocalDate day;
    String who;

    @Enumerated(EnumType.STRING)
    StepKind kind;

    /** The colleague whom it was assigned to, or its finding. */
    @Nullable
    String value;

    /** Sealed to the tip's queue. */
    byte @Nullable [] note;
}
