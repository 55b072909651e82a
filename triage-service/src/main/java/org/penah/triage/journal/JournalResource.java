package org.penah.triage.journal;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;
import org.penah.triage.problem.ProblemException;

/** Shows the journal to auditors: newest first to look at, oldest first to verify and to keep. */
@Path("/api/journal")
class JournalResource {

    private static final int PAGE_TO_READ = 100;
    private static final int PAGE_TO_KEEP = 1000;
    private static final String FIELDS =
            "select position, cast(day as varchar), who, deed, which, facts, hash from journal where ";

    /**
     * An entry.
     *
     * @param facts a hash of the deed's facts in its row; absent if there is no such row
     * @param hash in hexadecimal, over the entry and the hash before it
     */
    record Recorded(
            long position,
            LocalDate day,
            String who,
            String deed,
            String which,
            @Nullable String facts,
            String hash) {}

    record Page(List<Recorded> entries) {}

    private final Mutiny.SessionFactory sessions;
    private final FactCheck facts;
    private final Heads heads;

    JournalResource(Mutiny.SessionFactory sessions, FactCheck facts, Heads heads) {
        this.sessions = sessions;
        this.facts = facts;
        this.heads = heads;
    }

    /**
     * The last entry, as the service signs it.
     *
     * @param entry its position and hash with a colon between them
     * @param signedOn the day in UTC
     * @param signature Ed25519, in base64
     */
    record Head(String entry, LocalDate signedOn, String signature) {}

    /** Empty for a journal without entries. */
    @GET
    @Path("/head")
    public Uni<Head> head() {
        return heads.last()
                .map(last -> last.map(signed -> new Head(
                                signed.entry(),
                                signed.signature().day(),
                                signed.signature().base64()))
                        .orElseThrow(ProblemException::notFound));
    }

    /**
     * Whether the rows still say what the entries say that they said.
     *
     * @param after what the page before gave as {@code next}; absent for the first page
     */
    @GET
    @Path("/facts")
    public Uni<FactCheck.Page> checkFacts(@RestQuery @Nullable String after) {
        return sessions.withTransaction(session -> facts.check(session, after == null ? "" : after));
    }

    /**
     * One page.
     *
     * @param before newest first, below this position
     * @param after oldest first, above this position; counts if both are given
     */
    @GET
    public Uni<Page> read(@RestQuery @Nullable Long before, @RestQuery @Nullable Long after) {
        return sessions.withSession(session -> (after == null
                        ? query(session, "position < ?1 order by position desc", PAGE_TO_READ)
                                .setParameter(1, before == null ? Long.MAX_VALUE : before)
                        : query(session, "position > ?1 order by position", PAGE_TO_KEEP)
                                .setParameter(1, after))
                .getResultList()
                .map(rows ->
                        new Page(rows.stream().map(JournalResource::recorded).toList())));
    }

    private static Mutiny.SelectionQuery<Object[]> query(Mutiny.Session session, String which, int most) {
        return session.createNativeQuery(FIELDS + which, Object[].class).setMaxResults(most);
    }

    private static Recorded recorded(Object[] row) {
        return new Recorded(
                ((Number) row[0]).longValue(),
                LocalDate.parse((String) row[1]),
                (String) row[2],
                (String) row[3],
                (String) row[4],
                (String) row[5],
                HexFormat.of().formatHex((byte[]) row[6]));
    }
}
