package org.penah.triage.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.event.Contract;

/** Keeps what notify-service last said of partners and of its canary. */
@ApplicationScoped
public class Partners {

    private final ObjectMapper json;
    private final Drills drills;

    Partners(ObjectMapper json, Drills drills) {
        this.json = json;
        this.drills = drills;
    }

    /** All that are known: those with trouble first, then by tier and name. */
    public Uni<List<PartnerChanged>> all(Mutiny.Session session) {
        return session.createNativeQuery("select facts from partner order by name", String.class)
                .getResultList()
                .map(facts -> facts.stream()
                        .map(this::read)
                        .sorted((one, other) -> {
                            int byTrouble = Boolean.compare(
                                    one.trouble().isEmpty(), other.trouble().isEmpty());
                            return byTrouble != 0 ? byTrouble : Integer.compare(one.tier(), other.tier());
                        })
                        .toList());
    }

    /** What is known of one partner; nothing if it was never heard of. */
    public Uni<@Nullable PartnerChanged> named(Mutiny.Session session, String name) {
        return all(session)
                .map(partners -> partners.stream()
                        .filter(partner -> partner.name().equals(name))
                        .findFirst()
                        .orElse(null));
    }

    /** What the canary last told; as if it were well before it has told anything. */
    public Uni<CanaryChanged> canary(Mutiny.Session session) {
        return session.createNativeQuery("select revision, missed, alarm from canary", Object[].class)
                .getResultList()
                .map(rows -> rows.isEmpty()
                        ? new CanaryChanged(1, 0, false)
                        : new CanaryChanged((int) rows.get(0)[0], (int) rows.get(0)[1], (boolean) rows.get(0)[2]));
    }

    Uni<Void> note(Mutiny.Session session, PartnerChanged changed) {
        return session.createNativeQuery("""
                        insert into partner as p (name, revision, facts) values (?1, ?2, ?3)
                        on conflict (name) do update set revision = excluded.revision, facts = excluded.facts
                            where p.revision < excluded.revision or p.revision > excluded.revision + ?4""")
                .setParameter(1, changed.name())
                .setParameter(2, changed.revision())
                .setParameter(3, write(changed))
                .setParameter(4, Contract.LATE)
                .executeUpdate()
                .chain(news -> news == 0 ? Uni.createFrom().voidItem() : drills.note(session, changed.drill()));
    }

    Uni<Void> note(Mutiny.Session session, CanaryChanged changed) {
        return session.createNativeQuery("""
                        insert into canary as c (revision, missed, alarm) values (?1, ?2, ?3)
                        on conflict (only_one) do update
                            set revision = excluded.revision, missed = excluded.missed, alarm = excluded.alarm
                            where c.revision < excluded.revision or c.revision > excluded.revision + ?4""")
                .setParameter(1, changed.revision())
                .setParameter(2, changed.missed())
                .setParameter(3, changed.alarm())
                .setParameter(4, Contract.LATE)
                .executeUpdate()
                .replaceWithVoid();
    }

    private String write(PartnerChanged changed) {
        try {
            return json.writeValueAsString(changed);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a plain record can be written", impossible);
        }
    }

    private PartnerChanged read(String facts) {
        try {
            return json.readValue(facts, PartnerChanged.class);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("what is stored of a partner cannot be read", damaged);
        }
    }
}
