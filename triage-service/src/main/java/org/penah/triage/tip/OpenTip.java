package org.penah.triage.tip;

import java.util.Optional;
import java.util.UUID;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.list.Assignee;

/**
 * A tip of a queue whose key a member holds, as {@link Tips#open} and {@link Tips#lock} found it. There is no other way
 * to get one, so every act on a tip has checked its member's access.
 */
public final class OpenTip {

    private final Tip row;

    OpenTip(Tip row) {
        this.row = row;
    }

    Tip row() {
        return row;
    }

    public UUID id() {
        return row.tipId;
    }

    /** The sealed file. */
    public UUID blobId() {
        return row.blobId;
    }

    public boolean isOpened() {
        return row.firstOpened != null;
    }

    /** Whether the edge saw it come in a flood. */
    public boolean isMarked() {
        return row.flood;
    }

    /** Whether it is behind the others of its lane, as one of a flood. */
    public boolean isFolded() {
        return row.folded;
    }

    public String queue() {
        return row.queue;
    }

    /** The epoch that it is sealed to. */
    public EpochId place() {
        return new EpochId(row.queue, row.epoch);
    }

    /** The member who works on it. */
    public Optional<Assignee> assignee() {
        return Optional.ofNullable(row.assignee).map(name -> new Assignee(name, row.assignedUntil));
    }

    /** The facts that matter for its alert. */
    public ReportedDanger danger() {
        return row.danger();
    }
}
