package org.penah.triage.row;

import java.util.List;
import java.util.function.Function;

/**
 * The first rows of those that a query finds, and how many more it finds.
 *
 * @param more beyond these
 */
public record FirstRows<T>(List<T> rows, long more) {

    /** SQL: counts all rows, those beyond a limit too; it stands as the last column. */
    public static final String ALL = ", count(*) over ()";

    public static <T> FirstRows<T> of(List<Object[]> found, Function<Object[], T> row) {
        long all = found.isEmpty() ? 0 : ((Number) found.get(0)[found.get(0).length - 1]).longValue();
        return new FirstRows<>(found.stream().map(row).toList(), all - found.size());
    }
}
