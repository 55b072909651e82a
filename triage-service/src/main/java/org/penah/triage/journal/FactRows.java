package org.penah.triage.journal;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** The rows that hold the facts of some deeds, as they are now. */
public interface FactRows {

    /**
     * The facts that an entry must have of a row.
     *
     * @param which what the entry is about
     */
    record Fact(String which, Facts facts) {}

    /** Those that are ids; an entry that is about something else was not written by the service, and has no row. */
    static List<UUID> ids(List<String> whiches) {
        return whiches.stream()
                .filter(which -> which.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .map(UUID::fromString)
                .toList();
    }

    Set<Deed> deeds();

    /** After which a row is gone, or another one, on purpose. */
    Set<Deed> ends();

    /** A query of what the entries of all rows are about. */
    String whiches();

    /** The rows of these entries, each as often as it has an entry. */
    Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches);
}
