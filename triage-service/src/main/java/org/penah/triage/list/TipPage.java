package org.penah.triage.list;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Lane;

/**
 * Holds a part of the list.
 *
 * @param next asks for the part behind it; absent at the end
 * @param folds how many tips stand behind the others; only in the first part
 * @param totals how many tips all parts have; only in the first part, and not where a member asks for more than where tips stand
 */
public record TipPage(List<TipView> tips, @Nullable String next, List<Fold> folds, List<Total> totals) {

    /** The folded tips of a lane, which are listed only when they are asked for. */
    public record Fold(Lane lane, long count, long unopened) {}

    /** All tips of a lane that the list has; those that are overdue, which stand before all lanes, for themselves. */
    public record Total(Lane lane, boolean overdue, long count) {}
}
