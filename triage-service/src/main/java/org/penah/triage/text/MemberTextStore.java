package org.penah.triage.text;

import io.smallrye.mutiny.Uni;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.problem.ProblemException;

/** Keeps one text for each member, which their browser sealed for them alone; a table for each kind of text. */
public final class MemberTextStore {

    /**
     * A text that a browser sealed.
     *
     * @param sealed in base64; absent if nothing was kept yet
     */
    public record Sealed(@Nullable String sealed) {}

    private final MemberRequest request;
    private final String table;

    public MemberTextStore(MemberRequest request, String table) {
        this.request = request;
        this.table = table;
    }

    /** That of the member whose request it is. */
    public Uni<Sealed> kept() {
        return request.read((session, member) -> session.createNativeQuery(
                        "select sealed from " + table + " where member = ?1", byte[].class)
                .setParameter(1, member.name())
                .getResultList()
                .map(MemberTextStore::only));
    }

    private static Sealed only(List<byte[]> kept) {
        return new Sealed(kept.isEmpty() ? null : Base64.getEncoder().encodeToString(kept.get(0)));
    }

    /** Keeps it in the place of what was kept before. */
    public Uni<Void> keep(@Nullable Sealed text) {
        String sealed = text == null ? null : text.sealed();
        if (sealed == null || !SealedText.is(sealed)) {
            throw ProblemException.badRequest("sealed is not a sealed text");
        }
        return request.change((session, member) -> session.createNativeQuery(
                        "insert into " + table
                                + " (member, sealed) values (?1, ?2) on conflict (member) do update set sealed = excluded.sealed")
                .setParameter(1, member.name())
                .setParameter(2, SealedText.bytes(sealed))
                .executeUpdate()
                .replaceWithVoid());
    }
}
