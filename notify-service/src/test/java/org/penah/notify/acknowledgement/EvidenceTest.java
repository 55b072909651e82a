package org.penah.notify.acknowledgement;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PinnedClock;
import org.penah.notify.Receivers;
import org.penah.notify.event.AlertDecided;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;
import org.penah.testbed.program.Command;

/** "You never told us": what is kept of a partner that runs its own program, looked up and checked as docs/operations.md says. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class EvidenceTest {

    private static final Path GUIDE = Path.of("../docs/operations.md");

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    Pool pool;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @ConfigProperty(name = "test.database")
    String url;

    @TempDir
    Path folder;

    private final UUID alertId = UUID.randomUUID();
    private final List<Alert> arrivals = new CopyOnWriteArrayList<>();
    private Home home;
    private Inbox inbox;
    private Receiver receiver;

    /** An alert that has come to a partner in a slot. */
    @BeforeEach
    void deliver() throws Exception {
        database.forgetAlerts("evidence");
        clock.reset();
        home = new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
        inbox = new Inbox(folder.resolve("inbox"));
        receiver = Receivers.start(home, inbox, 0, arrivals::add, clock);
        database.execute("update partner set url = 'https://partner.invalid/' where name = 'night-desk'");
        database.execute(
                "update partner set url = ?, channel = 'SLOTS' where name = 'safe-house'",
                "http://127.0.0.1:" + receiver.port() + "/alerts");
        broker.decide(alertId, AlertDecided.Decision.CONFIRMED);
        await().until(() -> !arrivals.isEmpty());
        await().until(() -> database.number(
                        "select count(*) from partner_alert where id = ? and delivered_seq = 1",
                        arrivals.get(0).id())
                == 1);
    }

    @AfterEach
    void stop() {
        database.execute("update partner set channel = 'EDGE', silent_since = null, url = 'https://partner.invalid/'"
                + " where name = 'safe-house'");
        database.endSlots();
        receiver.close();
    }

    @Test
    void what_a_partner_took_and_answered_is_shown_by_its_own_signatures() throws Exception {
        // When
        inbox.answers().give(arrivals.get(0), Action.CLAIM);
        await().until(() -> heard() == 1);
        post(home::signWithDay, 2, "need-info");

        // Then
        assertThat(overview("safe-house")).containsExactly("1 ALERT 0 true", "1 CLAIM 1 true", "1 NEED_INFO 2 true");
        assertThat(bytesUnder("ALERT", 0)).startsWith("{\"answers\":[]}");
        assertThat(bytesUnder("CLAIM", 1)).contains("\"action\":\"claim\"");
        assertThat(bytesUnder("NEED_INFO", 2)).isEqualTo(answer(2, "need-info"));
    }

    @Test
    void what_was_never_taken_is_there_with_the_number_of_tries() throws Exception {
        await().until(() -> database.number("select min(attempts) from partner_alert") > 0);
        assertThat(overview("night-desk")).containsExactly("null null null null");
    }

    @Test
    void no_time_is_kept_that_a_signature_would_give_away() throws Exception {
        // When
        post(home::signWithDay, 1, "acknowledge");

        // Then
        List<String> row = row("ACKNOWLEDGE", 1);
        assertThat(row.get(1))
                .isEqualTo(Long.toString(Instant.parse("2026-11-24T00:00:00Z").getEpochSecond()));
        row.set(1, Long.toString(clock.instant().getEpochSecond()));
        assertThat(checked(row)).isFalse();
    }

    @Test
    void of_a_partner_that_signs_for_no_day_the_answer_is_kept_without_its_signature() throws Exception {
        // Given
        SigningKey key = SigningKey.parse(Files.readString(partners.resolve("safe-house/acknowledgement.key"))
                .strip());

        // When
        post(
                (id, now, body) -> new WebhookSigner(List.of(key), List.of()).sign(new WebhookMessage(id, now, body)),
                1,
                "acknowledge");

        // Then
        assertThat(overview("safe-house")).containsExactly("1 ACKNOWLEDGE 1 false", "1 ALERT 0 true");
    }

    @Test
    void it_is_gone_once_its_alert_is() throws Exception {
        // Given
        post(home::signWithDay, 1, "resolve");
        database.execute("update evidence set day = current_date - 181");

        // Then, though an alert that somebody has locked is left for the next time, and a try that was under way ends
        // with another one to come
        await().until(() -> {
            // When
            database.execute("update alert set state = 'EXPIRED', expires = now() - interval '181 days'");
            database.execute("update partner_alert set next_try = null");
            forget();
            return database.number("select count(*) from evidence") == 0;
        });
    }

    @Test
    void it_stays_as_long_as_its_alert() throws Exception {
        // When
        database.execute("update alert set state = 'EXPIRED', expires = now() - interval '179 days'");
        database.execute("update partner_alert set next_try = null");
        forget();

        // Then
        assertThat(overview("safe-house")).containsExactly("1 ALERT 0 true");
    }

    @Test
    void the_service_itself_can_neither_change_nor_delete_it() {
        for (String sql : List.of("delete from evidence", "update evidence set what = 'DECLINE'")) {
            assertThat(pool.query(sql)
                            .execute()
                            .onFailure()
                            .recoverWithNull()
                            .await()
                            .atMost(Duration.ofSeconds(10)))
                    .as(sql)
                    .isNull();
        }
        assertThat(database.number("select count(*) from evidence where what = 'ALERT'"))
                .isOne();
    }

    @Test
    void a_partner_that_never_stops_answering_fills_no_disk() throws Exception {
        // Given
        database.execute(
                "insert into evidence select ?, 1, 'CLAIM', number, current_date, '', '', '', 'whpk_'"
                        + " from generate_series(1001, 2000) number",
                arrivals.get(0).id());

        // When
        post(home::signWithDay, 3000, "claim");

        // Then
        assertThat(heard()).isEqualTo(3000);
        assertThat(database.number("select count(*) from evidence where number = 3000"))
                .isZero();

        // And what its server takes is kept all the same
        broker.decide(alertId, AlertDecided.Decision.CANCELLED);
        await().until(() -> database.number("select count(*) from evidence where what = 'CANCEL'") == 1);
    }

    @Test
    void what_makes_an_alert_look_old_deletes_no_evidence_of_it() throws Exception {
        // Given
        post(home::signWithDay, 1, "claim");
        long before = database.number("select count(*) from evidence");

        // When
        database.execute("update alert set state = 'EXPIRED', expires = now() - interval '181 days'");
        database.execute("update partner_alert set next_try = null");
        await().until(() -> {
            forget();
            return database.number("select count(*) from partner_alert") == 0;
        });

        // Then
        assertThat(database.number("select count(*) from evidence"))
                .isEqualTo(before)
                .isPositive();
    }

    private long heard() {
        return database.number(
                "select heard from partner_alert where id = ?", arrivals.get(0).id());
    }

    private void forget() {
        pool.query("select forget_over_alerts(now())").execute().await().atMost(Duration.ofSeconds(10));
        pool.query("select forget_evidence()").execute().await().atMost(Duration.ofSeconds(10));
    }

    private interface Signer {
        WebhookHeaders sign(String id, Instant now, byte[] body) throws Exception;
    }

    private String answer(int number, String action) {
        return "{\"id\":\"" + arrivals.get(0).id() + "\",\"seq\":1,\"action\":\"" + action + "\",\"number\":" + number
                + "}";
    }

    private void post(Signer signer, int number, String action) throws Exception {
        byte[] body = answer(number, action).getBytes(US_ASCII);
        WebhookHeaders headers = signer.sign(UUID.randomUUID().toString(), clock.instant(), body);
        RequestSpecification request = given().contentType("application/json")
                .header(WebhookHeaders.ID, headers.id())
                .header(WebhookHeaders.TIMESTAMP, headers.timestamp())
                .header(WebhookHeaders.SIGNATURE, headers.signature())
                .body(body);
        assertThat(request.post("/partner/acknowledgements").statusCode()).isEqualTo(204);
    }

    /** What the first statement of the guide answers of a partner. */
    private List<String> overview(String partner) throws Exception {
        return query(block("sql", 0).replace("safe-house", partner)).stream()
                .map(row -> String.join(" ", row.subList(2, row.size())))
                .sorted()
                .toList();
    }

    /** What the second one does of one row. */
    private List<String> row(String what, int number) throws Exception {
        String sql = block("sql", 1)
                .replace(
                        "3c9a52d8-71be-4a06-8f0d-5e2b7a94c613",
                        arrivals.get(0).id().toString())
                .replace("'ACKNOWLEDGE'", "'" + what + "'")
                .replace("number = 1", "number = " + number);
        return query(sql).get(0);
    }

    /** The bytes that openssl finds signed by the partner. */
    private String bytesUnder(String what, int number) throws Exception {
        assertThat(checked(row(what, number))).as(what).isTrue();
        String signed = Files.readString(folder.resolve("signed"), US_ASCII);
        return signed.substring(signed.indexOf('{')).strip();
    }

    private boolean checked(List<String> row) throws Exception {
        String key = home.profile().acknowledgementKey();
        assertThat(row.get(4)).isEqualTo(key);
        Files.writeString(folder.resolve("row"), String.join(" ", row) + "\n");
        Command.orSkip("openssl", "version").succeed();
        return Command.of("bash", "-c", "set -e\n" + block("sh root", 0))
                        .in(folder)
                        .run()
                        .exit()
                == 0;
    }

    private List<List<String>> query(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(url);
                var rows = connection.createStatement().executeQuery(sql)) {
            List<List<String>> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(rows.getObject(i)));
                }
                found.add(row);
            }
            return found;
        }
    }

    private static String block(String language, int number) throws Exception {
        String guide = Files.readString(GUIDE);
        String section = guide.substring(guide.indexOf("\n## If a partner says that it was never told\n") + 4);
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(section)
                .results()
                .map(block -> block.group(1))
                .toList()
                .get(number);
    }
}
