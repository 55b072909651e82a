package org.penah.triage.journal;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads facts with one query, row by row. */
public abstract class FactQuery implements FactRows {

    private final Set<Deed> deeds;
    private final Set<Deed> ends;
    private final String whiches;
    private final String rows;
    private final Function<List<String>, List<?>> keys;

    /**
     * Takes the two queries.
     *
     * @param whiches see {@link #whiches()}
     * @param rows of the entries whose keys are its parameter
     * @param keys makes the parameter from what entries are about: {@link FactRows#ids} or the texts as they are
     */
    protected FactQuery(
            Set<Deed> deeds, Set<Deed> ends, String whiches, String rows, Function<List<String>, List<?>> keys) {
        this.deeds = deeds;
        this.ends = ends;
        this.whiches = whiches;
        this.rows = rows;
        this.keys = keys;
    }

    @Override
    public Set<Deed> deeds() {
        return deeds;
    }

    @Override
    public Set<Deed> ends() {
        return ends;
    }

    @Override
    public String whiches() {
        return whiches;
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery(rows, Object[].class)
                .setParameter(1, keys.apply(whiches))
                .getResultList()
                .map(found -> found.stream().flatMap(row -> facts(row).stream()).toList());
    }

    /** The facts of a row, one for each deed. */
    protected abstract List<Fact> facts(Object[] row);
}
