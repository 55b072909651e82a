package org.penah.triage;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The desk as Aysel, who sees all, has it before her. */
@ApplicationScoped
public class Desk {

    public static final Duration LIMIT = Duration.ofSeconds(60);

    private final FarEnds farEnds;

    Desk(FarEnds farEnds) {
        this.farEnds = farEnds;
    }

    /** Sends a tip and waits until it is at the desk. */
    public Sent receive(Sent tip) {
        farEnds.sendFromIntake(tip.event());
        await().atMost(LIMIT).until(() -> aysel().get(path(tip)).statusCode() == 200);
        return tip;
    }

    public JsonNode view(Sent tip) {
        return Json.of(aysel().get(path(tip)));
    }

    /** The ids of all tips in the order of the list, read page by page. */
    public List<String> order(String query) {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = Json.of(aysel().get("/api/tips?" + query + (next.isEmpty() ? "" : "&after=" + next)));
            page.path("tips").forEach(tip -> ids.add(tip.path("tipId").asText()));
            next = page.path("next").asText();
        } while (!next.isEmpty());
        return ids;
    }

    /** The deeds that the journal keeps about a tip, each with who did it, oldest first. */
    public static List<String> deeds(Sent tip) {
        return LocalPostgres.column(
                "select who || ' ' || deed from journal where which = '" + tip.tipId() + "' order by position");
    }

    public static String path(Sent tip) {
        return "/api/tips/" + tip.tipId();
    }

    private static Browser aysel() {
        return Browser.of("aysel");
    }
}
