package org.penah.triage.reading;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.news.News;
import org.penah.triage.reading.Lookers.Look;
import org.penah.triage.reading.Lookers.Looked;

/** Says who else has a tip open, at whichever instance of the service their browser is. */
@ApplicationScoped
class Company {

    /** Letters of what an instance says: an id, a queue, an epoch and a member's name. */
    private static final int MOST = 256;

    private final News news;
    private final Lookers lookers;

    Company(News news, Lookers lookers) {
        this.news = news;
        this.lookers = lookers;
    }

    void listen(@Observes StartupEvent started) {
        news.here().subscribe().with(this::hear);
    }

    /** Somebody has a tip open; answers who else has. */
    Uni<List<String>> look(Looked looked, String who) {
        Look look = lookers.look(looked, who, System.nanoTime());
        return look.news()
                // Others hear it the next time; whom this instance knows of is no less true.
                ? news.sayHere(words(looked, who)).onFailure().recoverWithNull().replaceWith(look.others())
                : Uni.createFrom().item(look.others());
    }

    /** What is not understood is of another version; nobody has to hear it. */
    private void hear(String said) {
        String[] words = said.split(" ", 3);
        if (words.length < 3 || said.length() > MOST) {
            return;
        }
        try {
            Looked looked = new Looked(UUID.fromString(words[0]), EpochId.parse(words[1]));
            lookers.hear(looked, words[2], System.nanoTime());
        } catch (IllegalArgumentException | IndexOutOfBoundsException notUnderstood) {
            return;
        }
    }

    private static String words(Looked looked, String who) {
        return looked.tipId() + " " + looked.epoch() + " " + who;
    }
}
