package org.penah.triage.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.news.OtherInstance;
import org.penah.triage.reading.Lookers.Looked;

/** Aysel is at this instance, and Rauf at another one. */
@QuarkusTest
class CompanyTest {

    private static final Browser AYSEL = Browser.of("aysel");

    @Inject
    Desk desk;

    @Inject
    Pool pool;

    private OtherInstance other;
    private Company company;

    @BeforeEach
    void startOther() {
        int before = listening();
        other = new OtherInstance(pool);
        company = new Company(other.news(), new Lookers());
        company.listen(new StartupEvent());
        await().atMost(Desk.LIMIT).until(() -> listening() > before);
    }

    @AfterEach
    void stopOther() {
        other.close();
    }

    @Test
    void two_who_look_at_one_tip_at_two_instances_see_each_other() {
        // Given
        Looked looked = looked(desk.receive(Sent.routine()));
        Looked unseen = looked(desk.receive(Sent.routine()));

        // When
        List<String> before = here(looked);

        // Then
        assertThat(before).isEmpty();
        await().atMost(Desk.LIMIT).until(() -> rauf(looked), List.of("aysel")::equals);
        await().atMost(Desk.LIMIT).until(() -> here(looked), List.of("rauf")::equals);
        assertThat(here(unseen)).isEmpty();
        await().atMost(Desk.LIMIT).until(() -> rauf(unseen), List.of("aysel")::equals);
    }

    @Test
    void what_is_not_understood_is_not_heard() throws SQLException {
        // Given
        Looked looked = looked(desk.receive(Sent.routine()));

        // When
        for (String said : List.of(
                "",
                "nonsense",
                looked.tipId() + " general rauf",
                looked.tipId() + " general/x rauf",
                "x " + looked.epoch() + " rauf",
                looked.tipId() + " " + looked.epoch() + " " + "r".repeat(300))) {
            LocalPostgres.asOwner("select pg_notify('here', '" + said + "')");
        }
        LocalPostgres.asOwner("select pg_notify('here', '" + looked.tipId() + " " + looked.epoch() + " leyla')");

        // Then
        await().atMost(Desk.LIMIT).until(() -> here(looked), List.of("leyla")::equals);
    }

    private static int listening() {
        return LocalPostgres.column("select pid from pg_stat_activity where query = 'listen desk; listen here'")
                .size();
    }

    private static Looked looked(Sent tip) {
        return new Looked(tip.tipId(), new EpochId("general", 1));
    }

    private List<String> rauf(Looked looked) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> company.look(looked, "rauf"));
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
    }

    private static List<String> here(Looked looked) {
        JsonNode others =
                Json.of(AYSEL.post("/api/tips/" + looked.tipId() + "/here", "")).path("others");
        return StreamSupport.stream(others.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
