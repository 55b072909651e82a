package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** The facts of a step: the colleague, finding, tag or other tip, the note, and the members whom it calls. */
@ApplicationScoped
class StepFacts implements FactRows {

    static Facts of(
            UUID stepId,
            UUID tipId,
            LocalDate day,
            String who,
            String kind,
            @Nullable String value,
            @Nullable String noteDigest,
            List<String> mentions) {
        return Facts.of("step")
                .and("step", stepId)
                .and("tip", tipId)
                .and("day", day)
                .and("who", who)
                .and("kind", kind)
                .and("value", value)
                .and("note", noteDigest)
                .and("mentions", mentions.stream().sorted().collect(Collectors.joining("\n")));
    }

    @Override
    public Set<Deed> deeds() {
        return Arrays.stream(StepKind.values()).map(StepKind::deed).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.TIP_EXPIRED, Deed.TIP_ERASED);
    }

    @Override
    public String whiches() {
        return "select cast(tip_id as text) from step";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select step_id, tip_id, day, who, kind, value, encode(pg_catalog.sha256(note), 'hex') from step
                        where tip_id in (?1)""", Object[].class)
                .setParameter(1, FactRows.ids(whiches))
                .getResultList()
                .chain(rows -> Mentions.of(
                                session, rows.stream().map(row -> (UUID) row[0]).toList())
                        .map(mentions ->
                                rows.stream().map(row -> fact(row, mentions)).toList()));
    }

    private static Fact fact(Object[] row, Map<UUID, List<String>> mentions) {
        UUID stepId = (UUID) row[0];
        return new Fact(
                row[1].toString(),
                of(
                        stepId,
                        (UUID) row[1],
                        (LocalDate) row[2],
                        (String) row[3],
                        (String) row[4],
                        (String) row[5],
                        (String) row[6],
                        mentions.getOrDefault(stepId, List.of())));
    }
}
