package org.penah.triage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.UUID;

/** An entry for staff, of which notify-service tells. */
public final class StaffOnDuty {

    private StaffOnDuty() {}

    /** Has notify-service say how it is admitted, and waits until the desk knows. */
    public static void say(FarEnds farEnds, int revision, String admission) {
        String partner = new String(Contracts.sample("partner-changed"), UTF_8)
                .replace(
                        "1f2e3d4c-5b6a-4978-8a6b-5c4d3e2f1a0b",
                        UUID.randomUUID().toString())
                .replace("\"name\": \"safe-house\"", "\"name\": \"staff-duty\", \"staff\": true")
                .replace("\"revision\": 4", "\"revision\": " + revision)
                .replace("\"admission\": \"ready\"", "\"admission\": \"" + admission + "\"");
        farEnds.sendFromNotify(partner.getBytes(UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> !LocalPostgres.column(
                                "select 1 from partner where name = 'staff-duty' and revision = " + revision)
                        .isEmpty());
    }

    public static void nobody() throws SQLException {
        LocalPostgres.asOwner("delete from partner where name = 'staff-duty'");
    }
}
