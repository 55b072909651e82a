package org.penah.stack.system;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.penah.ceremony.tip.TipReader;
import org.penah.partner.answer.AnswerSender;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.receive.Receiver;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.stack.Promises;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Port;
import org.penah.stack.story.Desk;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;
import org.penah.testbed.net.FreePort;

/**
 * What somebody in danger within hours reads on the form for it, on "Received" and in their inbox, in five languages: each sentence that
 * docs/promises.md calls a fact is compared with what the services do then, as the desk, the organisation and our own people on duty see it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DangerIT {

    /** What a sentence says is so, as far as services can show it. */
    private interface Truth {
        void holds(Report report) throws Exception;
    }

    /** Of days, the receipt and the pages, and not of danger: docs/promises.md names the tests. */
    private static final Truth ELSEWHERE = report -> {};

    /** To add a sentence to one of the pages, add its row: what must be so in the services, of the form's sentences once it is sent. */
    private static final Map<String, Truth> TRUTHS = Map.ofEntries(
            entry("msg:danger_message_hint", Report::tellsNeitherWhoNorWhere),
            entry("msg:consent_hint_ALERT", Report::tellsNeitherWhoNorWhere),
            entry("msg:consent_hint_DETAILS", Report::tellsNeitherWhoNorWhere),
            entry("msg:consent_hint_NONE", Report::isToldToNobodyUnlessAllowed),
            entry("msg:danger_receipt", Report::hasAnInboxThatOpensWithEither),
            entry("msg:danger_whole", Report::goesOnToTheLongForm),
            entry("seal:answers_open", Report::hasItsAnswersOpen),
            entry("seal:before_SERVER", Report::isOpenedByTheQueuesKeyAlone),
            entry("seal:before_limit_SERVER", ELSEWHERE),
            entry("msg:received_heading", Report::isAtTheDesk),
            entry("msg:received_sealed", Report::isOpenedByTheQueuesKeyAlone),
            entry(
                    "seal:was_SERVER",
                    report -> assertThat(report.desk().path("sealing").asText()).isEqualTo("server")),
            entry("msg:received_danger", Report::leadsTheListAndCallsWhoIsOnDuty),
            entry("msg:received_hours", Report::isDueInTwentyMinutes),
            entry("msg:received_alert", Report::isToldNowToWhoActsOnUncheckedReportsAndToNobodyElse),
            entry("msg:received_found", Report::tellsNeitherWhoNorWhere),
            entry("msg:received_no_alert", Report::isKnownToTheDeskAloneUntilTheyPress),
            entry("inbox:received_come_back_danger", Report::hasAnInboxThatSaysWhetherSomebodyHasAnswered),
            entry("inbox:receipt_keep", Report::hasAnInboxThatOpensWithEither),
            entry("inbox:reply_none", Report::hasNoReplyAndLeadsTheList),
            entry(
                    "inbox:tip_heading",
                    report -> assertThat(report.desk().path("day").asText()).isEqualTo(report.day)),
            entry("inbox:tip_waits", report -> assertThat(report.isOpened()).isFalse()),
            entry("inbox:tip_opened", report -> assertThat(report.isOpened()).isTrue()),
            entry("inbox:tip_told", Report::isAllowedAndUnanswered),
            entry("inbox:tip_answer_UNANSWERED", Report::isUnansweredAndStaffSeeIt),
            entry("inbox:tip_answer_ACKNOWLEDGED", Report::isAnswered),
            entry("inbox:tip_answer_OPEN", Report::wasAnsweredAndIsNotAnyMoreAndStaffSeeIt),
            entry("inbox:tip_answered", ELSEWHERE),
            entry("inbox:receipt_loss", ELSEWHERE),
            entry("inbox:receipt_known", ELSEWHERE),
            entry("inbox:receipt_again", ELSEWHERE),
            entry("inbox:next_once", ELSEWHERE),
            entry("inbox:next_kept", ELSEWHERE));

    private static final Map<String, String> WORDS = Map.of(
            "az", "Qapının qarşısında dururlar.",
            "en", "They wait at my door.",
            "ru", "Они стоят у моей двери.",
            "tr", "Kapımın önünde bekliyorlar.",
            "fa", "پشت در خانه‌ام ایستاده‌اند.");

    private static final String QUEUE = "threat";
    private static final String WAITS = "inbox:tip_waits";
    private static final String OPENED = "inbox:tip_opened";
    private static final String TOLD = "inbox:tip_told";
    private static final String UNANSWERED = "inbox:tip_answer_UNANSWERED";
    private static final String ANSWERED = "inbox:tip_answer_ACKNOWLEDGED";
    private static final String OPEN_AGAIN = "inbox:tip_answer_OPEN";
    private static final String MAY_TELL = "inbox:next_tell";
    private static final String DO_NOT_WAIT = "inbox:tip_do_not_wait";

    /** On a machine that has much else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** As many as run at once: a sixth would say the same again. */
    private static final long MOST_CALLS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was read in all tests, each sentence with its language. */
    private static final Set<String> READ = new HashSet<>();

    private static int walked;

    @TempDir
    static Path folder;

    private static Promises promises;
    private static Stack stack;
    private static Supervisor services;
    private static Desk desk;
    private static Receiving house;
    private static Receiving onDuty;

    /** Whether an organisation that acts on unchecked reports is there. */
    private static boolean actsOnUnchecked;

    private static boolean staffAreThere = true;

    @BeforeAll
    static void start() throws Exception {
        promises = new Promises();
        stack = Stack.prepare(
                new Stack.Options(
                        folder.resolve("state"),
                        true,
                        false,
                        Set.of("intake", "notify", "partner", "null-partner", "canary"),
                        Set.of(),
                        false),
                new Printed("danger"));
        stack.start();
        services = new Supervisor(stack.state(), new Printed("danger"));
        // All come from one address here, which is no flood.
        start("intake", Port.INTAKE, Port.INTAKE_MANAGEMENT, Map.of("penah.flood.together.dangers-per-hour", "10000"));
        house = new Receiving("safe-house");
        onDuty = new Receiving("night-shift");
        desk = Desk.signIn(
                stack.ports().url(Port.TRIAGE),
                "aysel",
                stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal());
        // What waits already, and is no danger.
        Source calm = new Source(stack.ports().url(Port.INTAKE));
        Map<String, String> answers = Map.of("danger", "none", "topic", "threat", "message", "Nobody is in danger.");
        assertThat(calm.send(calm.openForm(), new Tip(answers, List.of())).statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {house, onDuty, services, stack}) {
            close(each);
        }
    }

    @Test
    @Order(1)
    void with_no_organisation_nobody_is_told_and_the_inbox_says_at_once_that_nobody_has_answered() throws Exception {
        partners(false, false);
        List<Report> reports = fiveInDanger();
        inboxes(reports, WAITS, UNANSWERED, DO_NOT_WAIT);

        staffConfirm(reports);

        inboxes(reports, OPENED, UNANSWERED, DO_NOT_WAIT);
        assertThat(house.all()).isEmpty();
    }

    @Test
    @Order(2)
    void an_organisation_for_confirmed_reports_alone_is_told_once_staff_have_confirmed() throws Exception {
        partners(true, false);
        List<Report> reports = fiveInDanger();
        inboxes(reports, WAITS, TOLD, DO_NOT_WAIT);

        staffConfirm(reports);

        for (Report report : reports) {
            report.reachesTheHouse();
        }
        inboxes(reports, OPENED, TOLD, DO_NOT_WAIT);
        theHouseSays(reports, Action.ACKNOWLEDGE);
        inboxes(reports, OPENED, ANSWERED);
    }

    @Test
    @Order(3)
    void an_organisation_for_unchecked_reports_is_told_before_staff_have_opened_them() throws Exception {
        partners(true, true);
        List<Report> reports = fiveInDanger();
        inboxes(reports, WAITS, TOLD, DO_NOT_WAIT);

        theHouseSays(reports, Action.ACKNOWLEDGE);

        inboxes(reports, WAITS, ANSWERED);
        staffConfirm(reports);
        inboxes(reports, OPENED, ANSWERED);
    }

    @Test
    @Order(4)
    void after_half_an_hour_without_an_answer_the_inbox_says_so_until_there_is_one() throws Exception {
        partners(true, true);
        List<Report> reports = fiveInDanger();
        staffConfirm(reports);
        inboxes(reports, OPENED, TOLD, DO_NOT_WAIT);

        halfAnHourPasses(reports);

        inboxes(reports, OPENED, UNANSWERED, DO_NOT_WAIT);
        theHouseSays(reports, Action.ACKNOWLEDGE);
        inboxes(reports, OPENED, ANSWERED);
    }

    @Test
    @Order(5)
    void an_answer_that_is_taken_back_stands_no_longer_in_the_inbox() throws Exception {
        partners(true, true);
        List<Report> reports = fiveInDanger();
        staffConfirm(reports);
        theHouseSays(reports, Action.ACKNOWLEDGE);
        inboxes(reports, OPENED, ANSWERED);

        theHouseSays(reports, Action.RELEASE);

        inboxes(reports, OPENED, OPEN_AGAIN, DO_NOT_WAIT);
        theHouseSays(reports, Action.CLAIM);
        inboxes(reports, OPENED, ANSWERED);
        theHouseSays(reports, Action.DECLINE);
        inboxes(reports, OPENED, OPEN_AGAIN, DO_NOT_WAIT);
    }

    @Test
    @Order(6)
    void of_who_tells_nobody_the_desk_alone_knows_until_they_change_their_mind() throws Exception {
        partners(true, true);
        Set<String> before = house.ids();
        List<Report> reports = fiveInDanger("no");
        inboxes(reports, WAITS, MAY_TELL);

        List<Report> later = theyChangeTheirMind(reports);

        inboxes(later, WAITS, TOLD, DO_NOT_WAIT);
        theHouseSays(later, Action.ACKNOWLEDGE);
        inboxes(later, WAITS, ANSWERED);
        for (Report report : reports) {
            report.isKnownToTheDeskAlone();
        }
        Set<String> toldSince = house.ids();
        toldSince.removeAll(before);
        assertThat(toldSince).hasSameSizeAs(later);
        staffConfirm(later);
    }

    @Test
    @Order(7)
    void while_staff_are_absent_nothing_says_that_they_have_looked() throws Exception {
        partners(true, true);
        // Their receiver takes no call any more, and nobody is at the desk. StaffTest has the alarm.
        staffAreThere = false;
        onDuty.close();
        List<Report> reports = fiveInDanger();
        inboxes(reports, WAITS, TOLD, DO_NOT_WAIT);

        halfAnHourPasses(reports);

        inboxes(reports, WAITS, UNANSWERED, DO_NOT_WAIT);
        theHouseSays(reports, Action.ACKNOWLEDGE);
        inboxes(reports, WAITS, ANSWERED);
    }

    @Test
    @Order(8)
    void every_row_was_read_in_every_language() {
        assumeTrue(walked == 7, "all others were walked");
        for (String sentence : TRUTHS.keySet()) {
            assertThat(WORDS.keySet()).as(sentence).allMatch(language -> READ.contains(language + " " + sentence));
        }
    }

    private static List<Report> fiveInDanger() throws Exception {
        return fiveInDanger("yes");
    }

    /** Somebody in danger, in each language, who has read and sent the form for it; then each reads "Received". */
    private static List<Report> fiveInDanger(String alert) throws Exception {
        Map<Report, String> read = new LinkedHashMap<>();
        for (String language : new TreeSet<>(WORDS.keySet())) {
            Source source = new Source(stack.ports().url(Port.INTAKE), language);
            Source.Form form = source.openDanger();
            read.put(
                    Report.sent(language, source, form, "hours", alert),
                    form.response().body());
        }
        read.forEach(Report::reads);
        for (Report report : read.keySet()) {
            report.reads(report.received);
            assertThat(report.reader.read(report.received)).contains("msg:received_danger", "msg:received_hours");
        }
        walked++;
        return List.copyOf(read.keySet());
    }

    /** All press on "Received" that they now allow it, and say so on the page that comes; then each reads "Received" again. */
    private static List<Report> theyChangeTheirMind(List<Report> reports) throws Exception {
        List<Report> later = new ArrayList<>();
        for (Report report : reports) {
            Source.Form adding = report.source.press("tell", report.digits);
            later.add(Report.sent(report.language, report.source, adding, "as-before", "yes"));
        }
        later.forEach(report -> report.reads(report.received));
        return later;
    }

    private static UUID arrived(Set<String> before) {
        return patiently("the tip is at the desk")
                .until(
                        () -> {
                            Set<String> now = tips();
                            now.removeAll(before);
                            return now.stream().map(UUID::fromString).findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Set<String> tips() throws IOException, InterruptedException {
        Set<String> ids = new TreeSet<>();
        desk.tips(QUEUE).forEach(tip -> ids.add(tip.path("tipId").asText()));
        return ids;
    }

    /** All look into their inboxes until they read this, and each other sentence there is so as well. */
    private static void inboxes(List<Report> reports, String... expected) throws Exception {
        for (Report report : reports) {
            patiently(report.language + " reads in the inbox")
                    .untilAsserted(
                            () -> assertThat(report.reader.read(report.inbox())).contains(expected));
            report.reads(report.inbox());
        }
    }

    private static void staffConfirm(List<Report> reports) throws Exception {
        for (Report report : reports) {
            desk.reportOpened(report.tip.toString());
            desk.confirm(report.tip.toString());
        }
    }

    private static void theHouseSays(List<Report> reports, Action action) throws Exception {
        for (Report report : reports) {
            house.says(report.reachesTheHouse(), action);
        }
    }

    /** Nothing else than a clock of notify-service makes it so late, and no test waits for it. */
    private static void halfAnHourPasses(List<Report> reports) throws SQLException, IOException, InterruptedException {
        for (Report report : reports) {
            try (Connection notifier = database("notify");
                    PreparedStatement earlier = notifier.prepareStatement(
                            "update alert set opened = opened - interval '31 minutes', look_at = now() where id = ?")) {
                earlier.setObject(1, report.alert());
                assertThat(earlier.executeUpdate()).isEqualTo(1);
            }
        }
    }

    private static Connection database(String service) throws SQLException {
        return new Databases(stack.state(), stack.ports().of(Port.POSTGRES)).connect(service);
    }

    /** The administrator's list, with which notify-service starts again. */
    private static void partners(boolean isThere, boolean unchecked) throws IOException {
        actsOnUnchecked = isThere && unchecked;
        ArrayNode partners = JSON.createArrayNode().add(onDuty.profile().put("staff", true));
        if (isThere) {
            partners.add(house.profile().put("acceptsSourceAsserted", unchecked));
        }
        Path list = folder.resolve("partners.json");
        if (Files.exists(list)) {
            if (Files.readString(list).equals(partners.toString())) {
                return;
            }
            services.stop("notify");
        }
        Files.writeString(list, partners.toString());
        start(
                "notify",
                Port.NOTIFY,
                Port.NOTIFY_MANAGEMENT,
                Map.of(
                        "penah.partners.import-file",
                        list.toString(),
                        "penah.slots.length",
                        "2s",
                        "penah.slots.shortest",
                        "2s"));
    }

    private static void start(String service, Port port, Port management, Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(others);
        settings.put("quarkus.http.port", Integer.toString(stack.ports().of(port)));
        settings.put("quarkus.management.port", Integer.toString(stack.ports().of(management)));
        services.startAgain(BuiltService.of(stack, service, service, settings));
    }

    private static ConditionFactory patiently(String what) {
        return await(what).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(200));
    }

    private static void close(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Who takes alerts with partner-kit's receiver, and answers when a test has them do so. */
    private static final class Receiving implements AutoCloseable {

        private final Home home;
        private final Inbox inbox;
        private final HybridIdentity identity;
        private final Receiver receiver;
        private final AnswerSender answers;

        Receiving(String name) throws IOException {
            int port = FreePort.find();
            home = new Home(
                    folder.resolve(name), stack.partner().credentialsFolder().resolve(name + ".json"));
            home.initialise(name, URI.create("http://127.0.0.1:" + port + "/"), true, Profile.SLOTS);
            inbox = new Inbox(home.inbox());
            identity = home.identity();
            receiver = new Receiver(
                    home,
                    inbox,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    alert -> {},
                    Clock.systemUTC(),
                    new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                    alert -> AlertText.of(alert, home.folder()),
                    Duration.ofMillis(200));
            answers = new AnswerSender(
                    home,
                    inbox.answers(),
                    Clock.systemUTC(),
                    new RoundMonitor(Clock.systemUTC()),
                    Duration.ofMillis(200));
        }

        ObjectNode profile() throws IOException {
            return JSON.valueToTree(home.profile());
        }

        List<KeptAlert> all() throws IOException {
            return inbox.alerts(identity, Clock.systemUTC().instant());
        }

        Set<String> ids() throws IOException {
            return all().stream().map(entry -> entry.alert().id().toString()).collect(Collectors.toSet());
        }

        /** One that is there, by the id that it has here. */
        Optional<KeptAlert> find(UUID id) throws IOException {
            return inbox.find(id.toString(), identity, Clock.systemUTC().instant());
        }

        void says(KeptAlert kept, Action action) throws IOException {
            inbox.answers().give(kept.alert(), action);
        }

        @Override
        public void close() {
            answers.close();
            receiver.close();
        }
    }

    /** One report of danger within hours, which its source allows us to tell without details, or not at all. */
    private static final class Report {

        private static final Set<String> TAKEN_ON = Set.of("acknowledged", "claimed");

        private final String language;
        private final Source source;
        private final boolean allowed;
        private final String received;
        private final String digits;
        private final String words;
        private final UUID tip;
        private final String day = LocalDate.now(ZoneOffset.UTC).toString();
        private final PageReader reader;

        /** Sends it with a form that was opened, and waits until it is at the desk. */
        static Report sent(String language, Source source, Source.Form form, String soon, String alert)
                throws Exception {
            Set<String> before = tips();
            Map<String, String> answers = Map.of("soon", soon, "alert", alert, "message", WORDS.get(language));
            String received = source.send(form, new Tip(answers, List.of())).body();
            return new Report(language, source, alert.equals("yes"), received, arrived(before));
        }

        private Report(String language, Source source, boolean allowed, String received, UUID tip) throws IOException {
            this.language = language;
            this.source = source;
            this.allowed = allowed;
            this.received = received;
            this.digits = PageReader.receipt(received, "digits");
            this.words = PageReader.receipt(received, "words");
            this.tip = tip;
            this.reader = new PageReader(language);
        }

        /** Each sentence of fact on a page has a row, and what that says is so. */
        void reads(String page) {
            for (String sentence : reader.read(page)) {
                READ.add(language + " " + sentence);
                if (promises.isFact(sentence)) {
                    Truth truth = TRUTHS.get(sentence);
                    assertThat(truth).as("what must be so for %s", sentence).isNotNull();
                    patiently(language + " reads " + sentence).untilAsserted(() -> truth.holds(this));
                }
            }
        }

        String inbox() throws IOException, InterruptedException {
            return source.comeBack(words).body();
        }

        JsonNode desk() throws IOException, InterruptedException {
            return desk.tip(tip.toString());
        }

        UUID alert() throws IOException, InterruptedException {
            return UUID.fromString(desk().at("/alert/alertId").asText());
        }

        String state() throws IOException, InterruptedException {
            return desk().at("/alert/state").asText();
        }

        boolean isOpened() throws IOException, InterruptedException {
            return desk().hasNonNull("firstOpened");
        }

        /** How the organisation has it, by the id that it has there alone. */
        Optional<KeptAlert> atTheHouse() throws IOException, InterruptedException, SQLException {
            if (!allowed) {
                return Optional.empty();
            }
            try (Connection notifier = database("notify");
                    PreparedStatement query = notifier.prepareStatement(
                            "select n.id from partner_alert n join partner p on p.id = n.partner_id where n.alert_id = ? and not p.staff")) {
                query.setObject(1, alert());
                ResultSet found = query.executeQuery();
                return found.next() ? house.find(found.getObject(1, UUID.class)) : Optional.empty();
            }
        }

        KeptAlert reachesTheHouse() {
            return patiently(language + " reaches the organisation")
                    .until(this::atTheHouse, Optional::isPresent)
                    .orElseThrow();
        }

        void isAtTheDesk() throws IOException, InterruptedException {
            assertThat(desk().path("language").asText()).isEqualTo(language);
        }

        void isOpenedByTheQueuesKeyAlone() throws IOException, InterruptedException {
            byte[] sealed = desk.blob(tip.toString());
            HybridIdentity key = stack.keys().open("aysel", QUEUE);
            assertThat(TipReader.check(AgeDecryptor.open(new ByteArrayInputStream(sealed), List.of(key)))
                            .message())
                    .isEqualTo(WORDS.get(language));
            key.destroy();
        }

        void leadsTheList() throws IOException, InterruptedException {
            List<JsonNode> tips = desk.tips(QUEUE);
            List<String> lanes =
                    tips.stream().map(each -> each.path("lane").asText()).toList();
            int place = tips.stream()
                    .map(each -> each.path("tipId").asText())
                    .toList()
                    .indexOf(tip.toString());
            assertThat(lanes).contains("routine");
            assertThat(lanes.subList(0, place + 1)).containsOnly("imminent");
        }

        void leadsTheListAndCallsWhoIsOnDuty() throws IOException, InterruptedException {
            leadsTheList();
            if (staffAreThere) {
                long unopened = desk.tips(QUEUE).stream()
                        .filter(each -> each.path("lane").asText().equals("imminent"))
                        .filter(each -> !each.hasNonNull("firstOpened"))
                        .count();
                assertThat(onDuty.all().stream()
                                .filter(call -> !call.alert().isCancel())
                                .count())
                        .isEqualTo(Math.min(unopened, MOST_CALLS));
            }
        }

        void isDueInTwentyMinutes() throws IOException, InterruptedException {
            assertThat(desk().path("threat").path("when").asText()).isEqualTo("hours");
            assertThat(Instant.parse(desk().path("dueBy").asText()))
                    .isBeforeOrEqualTo(Instant.now().plus(Duration.ofMinutes(20)));
        }

        void isToldNowToWhoActsOnUncheckedReportsAndToNobodyElse()
                throws IOException, InterruptedException, SQLException {
            assertThat(isOpened()).isFalse();
            assertThat(atTheHouse().isPresent()).isEqualTo(actsOnUnchecked);
            assertThat(state())
                    .isIn(actsOnUnchecked ? List.of("delivered") : List.of("awaiting-confirmation", "unreachable"));
        }

        void isKnownToTheDeskAlone() throws IOException, InterruptedException {
            assertThat(desk().at("/consents/alert").asBoolean()).isFalse();
            assertThat(desk().hasNonNull("alert")).isFalse();
        }

        void isToldToNobodyUnlessAllowed() throws IOException, InterruptedException {
            if (!allowed) {
                isKnownToTheDeskAlone();
            }
        }

        void isKnownToTheDeskAloneUntilTheyPress() throws IOException, InterruptedException {
            isKnownToTheDeskAlone();
            assertThat(reader.read(received)).contains(MAY_TELL);
        }

        void goesOnToTheLongForm() throws IOException, InterruptedException {
            Map<String, String> answers = Map.of("show", "whole", "soon", "hours", "message", WORDS.get(language));
            String longForm = source.send(source.openDanger(), new Tip(answers, List.of()))
                    .body();
            assertThat(longForm).contains("type=\"file\"", WORDS.get(language));
        }

        void hasItsAnswersOpen() throws IOException, InterruptedException {
            assertThat(isOpened()).isFalse();
            assertThat(desk().at("/threat/when").asText()).isEqualTo("hours");
            assertThat(desk().at("/consents/alert").asBoolean()).isEqualTo(allowed);
            assertThat(desk().path("queue").asText()).isEqualTo(QUEUE);
            isAtTheDesk();
        }

        void tellsNeitherWhoNorWhere() throws IOException, InterruptedException, SQLException {
            atTheHouse().map(KeptAlert::alert).ifPresent(alert -> {
                assertThat(alert.urgency()).isEqualTo("Immediate");
                assertThat(alert.region()).isNull();
                assertThat(alert.languages()).containsExactly(language);
                assertThat(alert.consent().details()).isFalse();
                assertThat(alert.handOver()).isNull();
            });
        }

        void hasAnInboxThatSaysWhetherSomebodyHasAnswered() throws IOException, InterruptedException {
            assertThat(reader.read(inbox()))
                    .containsAnyElementsOf(
                            allowed ? List.of(TOLD, UNANSWERED, ANSWERED, OPEN_AGAIN) : List.of("inbox:reply_none"));
        }

        void hasAnInboxThatOpensWithEither() throws IOException, InterruptedException {
            for (String noted : List.of(digits, words)) {
                assertThat(reader.read(source.comeBack(noted).body())).contains("inbox:inbox_heading");
            }
        }

        void hasNoReplyAndLeadsTheList() throws IOException, InterruptedException {
            assertThat(desk().hasNonNull("answeredOn")).isFalse();
            leadsTheList();
        }

        void isAllowedAndUnanswered() throws IOException, InterruptedException {
            assertThat(desk().at("/consents/alert").asBoolean()).isTrue();
            assertThat(standings()).doesNotContainAnyElementsOf(TAKEN_ON);
        }

        void isUnansweredAndStaffSeeIt() throws IOException, InterruptedException {
            isAllowedAndUnanswered();
            assertThat(state()).isIn("unanswered", "unreachable");
        }

        void isAnswered() throws IOException, InterruptedException, SQLException {
            assertThat(said()).isIn(Action.ACKNOWLEDGE, Action.CLAIM);
            assertThat(standings()).containsAnyElementsOf(TAKEN_ON);
        }

        void wasAnsweredAndIsNotAnyMoreAndStaffSeeIt() throws IOException, InterruptedException, SQLException {
            assertThat(said()).isIn(Action.RELEASE, Action.DECLINE);
            assertThat(standings()).containsAnyOf("released", "declined").doesNotContainAnyElementsOf(TAKEN_ON);
            // Nobody else is there who could be told: the desk shows it as an alarm.
            assertThat(state()).isEqualTo("unreachable");
        }

        /** What the organisation said last. */
        private Action said() throws IOException, InterruptedException, SQLException {
            AnswerLog.Given last = atTheHouse().flatMap(KeptAlert::lastAnswer).orElseThrow();
            return last.answer().action();
        }

        /** How the desk sees those who were told. */
        private List<String> standings() throws IOException, InterruptedException {
            List<String> standings = new ArrayList<>();
            desk().at("/alert/partners")
                    .forEach(partner -> standings.add(partner.path("state").asText()));
            return standings;
        }
    }
}
