package org.penah.intake.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Times that were measured by several threads. */
final class Latencies {

    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());

    void add(long begun) {
        nanos.add(System.nanoTime() - begun);
    }

    int count() {
        return nanos.size();
    }

    /** Such as {@code 12 ms}. */
    String percentile(int percent) {
        List<Long> sorted = new ArrayList<>(nanos);
        if (sorted.isEmpty()) {
            return "none";
        }
        Collections.sort(sorted);
        int at = Math.min(sorted.size() - 1, (int) Math.ceil(sorted.size() * percent / 100.0));
        return String.format(Locale.ROOT, "%.0f ms", sorted.get(Math.max(0, at)) / 1e6);
    }
}
