package org.penah.triage.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Checks what rows say of deeds against what the journal says that they said. */
@ApplicationScoped
class FactCheck {

    /** Subjects of entries; a tip may have hundreds of rows. */
    private static final int PAGE = 200;

    /** More than anybody reads; the first ones already expose so many altered rows. */
    private static final int MOST_ALONE = 100;

    enum How {
        /** The row of the entry says something else, or is gone. */
        @JsonProperty("altered")
        ALTERED,
        /** There is a row that no entry speaks of. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /**
     * Where rows and journal differ.
     *
     * @param position of the entry, if there is one
     */
    record Difference(@Nullable Long position, @Nullable String deed, String which, How how) {}

    /** @param next where the next page begins; absent after the last */
    record Page(List<Difference> differences, @Nullable String next) {}

    private final List<FactRows> all;

    FactCheck(@All List<FactRows> all) {
        this.all = all;
    }

    /** Begins a transaction that sees entries and rows of one moment: call it first in one. */
    Uni<Page> check(Mutiny.Session session, String after) {
        return session.createNativeQuery("set transaction isolation level repeatable read")
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "select distinct which from journal where which > ?1 order by which limit ?2",
                                String.class)
                        .setParameter(1, after)
                        .setParameter(2, PAGE)
                        .getResultList())
                .chain(whiches -> entries(session, whiches)
                        .chain(entries -> each(rows -> differences(session, rows, entries, whiches)))
                        .chain(found -> after.isEmpty() ? withoutEntry(session, found) : item(found))
                        .map(found -> new Page(found, whiches.size() < PAGE ? null : whiches.get(PAGE - 1))));
    }

    private Uni<List<Difference>> differences(
            Mutiny.Session session,
            FactRows rows,
            Map<String, List<FactComparison.Covering>> entries,
            List<String> whiches) {
        List<String> theirs = whiches.stream()
                .filter(which -> entries.getOrDefault(which, List.of()).stream()
                        .anyMatch(entry -> Deed.stored(rows.deeds()).contains(entry.deed())))
                .toList();
        if (theirs.isEmpty()) {
            return item(List.of());
        }
        return rows.of(session, theirs)
                .map(facts -> facts.stream()
                        .collect(Collectors.groupingBy(
                                FactRows.Fact::which,
                                Collectors.mapping(fact -> fact.facts().stored(), Collectors.toList()))))
                .map(lying -> theirs.stream()
                        .flatMap(which -> FactComparison.of(
                                which,
                                entries.getOrDefault(which, List.of()),
                                lying.getOrDefault(which, List.of()),
                                Deed.stored(rows.deeds()),
                                Deed.stored(rows.ends()))
                                .stream())
                        .toList());
    }

    private static Uni<Map<String, List<FactComparison.Covering>>> entries(
            Mutiny.Session session, List<String> whiches) {
        if (whiches.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(
                        "select which, position, deed, facts from journal where which in (?1) order by position",
                        Object[].class)
                .setParameter(1, whiches)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> (String) row[0],
                                Collectors.mapping(
                                        row -> new FactComparison.Covering(
                                                ((Number) row[1]).longValue(), (String) row[2], (String) row[3]),
                                        Collectors.toList()))));
    }

    /** Rows of what no entry is about at all. */
    private Uni<List<Difference>> withoutEntry(Mutiny.Session session, List<Difference> found) {
        return each(rows -> session.createNativeQuery(
                                "select distinct r.which from (%s) r (which) where not exists (select from journal j where j.which = r.which and j.deed in (?1)) limit ?2"
                                        .formatted(rows.whiches()),
                                String.class)
                        .setParameter(1, Set.copyOf(Deed.stored(rows.deeds())))
                        .setParameter(2, MOST_ALONE)
                        .getResultList()
                        .map(whiches -> whiches.stream()
                                .map(which -> new Difference(null, null, which, How.UNKNOWN))
                                .toList()))
                .map(alone -> {
                    List<Difference> both = new ArrayList<>(found);
                    both.addAll(alone);
                    return both;
                });
    }

    private Uni<List<Difference>> each(Function<FactRows, Uni<List<Difference>>> look) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(rows -> look.apply(rows))
                .collect()
                .asList()
                .map(lists -> lists.stream().flatMap(List::stream).toList());
    }

    private static Uni<List<Difference>> item(List<Difference> differences) {
        return Uni.createFrom().item(differences);
    }
}
