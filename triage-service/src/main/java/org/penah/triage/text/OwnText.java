package org.penah.triage.text;

import io.smallrye.mutiny.Uni;
import java.util.Base64;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.problem.ProblemException;

/** Keeps one text for each member, which their browser sealed for them alone; a table for each kind of text. */
public final class OwnText {

    /**
     * A text that a browser sealed.
     *
     * @param sealed in base64; absent if nothing was kept yet
     */
    public record Sealed(@Nullable String sealed) {}

    private final Mutiny.SessionFactory sessions;
    private final String table;

    public OwnText(Mutiny.SessionFactory sessions, String table) {
        this.sessions = sessions;
        this.table = table;
    }

    public Uni<Sealed> of(String member) {
        return sessions.withSession(
                session -> session.createNativeQuery("select sealed from " + table + " where member = ?1", byte[].class)
                        .setParameter(1, member)
                        .getResultList()
                        .map(OwnText::only));
    }

    private static Sealed only(List<byte[]> kept) {
        return new Sealed(kept.isEmpty() ? null : Base64.getEncoder().encodeToString(kept.get(0)));
    }

    public Uni<Void> keep(String member, @Nullable Sealed text) {
        String sealed = text == null ? null : text.sealed();
        if (sealed == null || !SealedText.is(sealed)) {
            throw ProblemException.badRequest("sealed is not a sealed text");
        }
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "insert into " + table
                                + " (member, sealed) values (?1, ?2) on conflict (member) do update set sealed = excluded.sealed")
                .setParameter(1, member)
                .setParameter(2, SealedText.bytes(sealed))
                .executeUpdate()
                .replaceWithVoid());
    }
}
