package org.penah.triage.journal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which entries about one thing have lost their row, and whether there is a row too many. */
final class FactComparison {

    /** An entry about the thing, with the facts that it covers; absent in those from before there were any. */
    record Covering(long position, String deed, @Nullable String facts) {}

    private FactComparison() {}

    /**
     * Compares the entries about one thing with its rows.
     *
     * @param entries about the thing, in order
     * @param lying what the rows say now
     * @param deeds whose facts the rows hold
     * @param ends after which what an entry covers is gone, or another, on purpose
     */
    static List<FactCheck.Difference> of(
            String which, List<Covering> entries, List<String> lying, Set<String> deeds, Set<String> ends) {
        List<FactCheck.Difference> found = new ArrayList<>();
        Set<String> covered = new HashSet<>();
        long uncovering = 0;
        for (int at = 0; at < entries.size(); at++) {
            Covering entry = entries.get(at);
            if (!deeds.contains(entry.deed())) {
                continue;
            }
            if (entry.facts() == null) {
                uncovering++;
                continue;
            }
            covered.add(entry.facts());
            boolean ended =
                    entries.subList(at + 1, entries.size()).stream().anyMatch(later -> ends.contains(later.deed()));
            if (!ended && !lying.contains(entry.facts())) {
                found.add(new FactCheck.Difference(entry.position(), entry.deed(), which, FactCheck.How.ALTERED));
            }
        }
        long tooMany = lying.stream().filter(fact -> !covered.contains(fact)).count() - uncovering - found.size();
        if (tooMany > 0) {
            found.add(new FactCheck.Difference(null, null, which, FactCheck.How.UNKNOWN));
        }
        return found;
    }
}
