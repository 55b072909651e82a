package org.penah.triage.retention;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the key of an epoch may be destroyed: never one that is in use, or that somebody may still need for a tip.
 * A timer asks for more than a member does.
 */
final class EpochDestructionRule {

    /** The obstacles. */
    enum Obstacle {
        /** Sources seal to it, or nobody here knows of a signed one after it. */
        IN_USE,
        UNREAD,
        /** A tip is worked at. */
        OPEN,
        HELD,
        ALERTED,
        /** Tag names are sealed to it; the console reseals them to the next one. */
        TAGS
    }

    /**
     * The facts that the rule uses.
     *
     * @param supersededOn the day from which on sources seal to a later one; absent while they seal to this one
     * @param tips sealed to it that are here
     * @param unread of these
     * @param open of these, not closed
     * @param held of these, on legal hold
     * @param alerted of these, with an alert that is not over
     * @param tags whose names are sealed to it
     */
    record Standing(
            @Nullable LocalDate supersededOn, long tips, long unread, long open, long held, long alerted, long tags) {}

    private EpochDestructionRule() {}

    /** The obstacles for a member who wants to destroy it. On the day of the change forms may be open that seal to it. */
    static Set<Obstacle> obstacles(Standing epoch, LocalDate today) {
        Set<Obstacle> obstacles = EnumSet.noneOf(Obstacle.class);
        add(
                obstacles,
                Obstacle.IN_USE,
                epoch.supersededOn() == null || !epoch.supersededOn().isBefore(today));
        add(obstacles, Obstacle.UNREAD, epoch.unread() > 0);
        add(obstacles, Obstacle.OPEN, epoch.open() > 0);
        add(obstacles, Obstacle.HELD, epoch.held() > 0);
        add(obstacles, Obstacle.ALERTED, epoch.alerted() > 0);
        add(obstacles, Obstacle.TAGS, epoch.tags() > 0);
        return obstacles;
    }

    private static void add(Set<Obstacle> obstacles, Obstacle obstacle, boolean stands) {
        if (stands) {
            obstacles.add(obstacle);
        }
    }

    /**
     * Whether a timer destroys it: no tip is left, and none can come.
     *
     * @param restDays after sources were given the next one, at least 1
     */
    static boolean isOver(Standing epoch, int restDays, LocalDate today) {
        if (restDays < 1) {
            throw new IllegalArgumentException("an epoch rests for at least a day");
        }
        LocalDate since = epoch.supersededOn();
        return since != null
                && !since.plusDays(restDays).isAfter(today)
                && epoch.tips() == 0
                && obstacles(epoch, today).isEmpty();
    }
}
