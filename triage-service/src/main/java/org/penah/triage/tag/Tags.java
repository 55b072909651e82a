package org.penah.triage.tag;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.problem.ProblemException;

/** Lists tags; their texts are sealed. */
@ApplicationScoped
public class Tags {

    /** Fails with a problem if the queue has no such tag. */
    public Uni<Void> require(Mutiny.Session session, String queue, UUID tagId) {
        return session.createNativeQuery(
                        "select exists (select from tag where tag_id = ?1 and queue = ?2)", Boolean.class)
                .setParameter(1, tagId)
                .setParameter(2, queue)
                .getSingleResult()
                .invoke(exists -> {
                    if (!exists) {
                        throw ProblemException.unprocessable(
                                "no-tag", "No such tag", "This queue has no such tag. Nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }

    /** How many names of tags are sealed to each epoch; epochs without one are absent. */
    public Uni<Map<EpochId, Long>> ofEpochs(Mutiny.Session session) {
        return session.createNativeQuery("select queue, epoch, count(*) from tag group by queue, epoch", Object[].class)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new EpochId((String) row[0], (int) row[1]), row -> (Long) row[2])));
    }
}
