package org.penah.intake.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.LocalBroker;
import org.penah.intake.LocalKeys;
import org.penah.intake.LocalPostgres;
import org.penah.intake.Source;
import org.penah.intake.page.Language;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.receipt.Receipt;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class InboxTest {

    private static final String SIZE = "49152";

    /** Styles, tags and what stands in them: all that nobody reads. */
    private static final Pattern TAGS = Pattern.compile("(?s)<style>.*?</style>|<[^>]*>|&#\\d+;");

    @Inject
    MeterRegistry meters;

    private final Returning source = new Returning();

    @AfterEach
    void comeBack() {
        LocalPostgres.comeBack();
    }

    @Test
    void what_became_of_a_tip_is_told_by_day() {
        // Given
        UUID tip = source.sendDanger();
        HttpResponse<String> atFirst = source.comeBack();
        source.staffOpen(tip);
        source.partnerAnswers(tip, "acknowledged");

        // When
        HttpResponse<String> page = source.press(atFirst, "look");

        // Then
        assertThat(atFirst.body()).contains("Staff have not opened it yet", "None has answered yet");
        assertThat(page.body())
                .contains("Staff opened it on 24 November 2026.")
                .contains("A protection organisation has answered")
                .doesNotContainPattern("\\d\\d:\\d\\d");
    }

    @Test
    void who_did_not_allow_it_reads_that_two_of_staff_told_organisations() {
        // Given
        UUID tip = source.sendTip();
        HttpResponse<String> atFirst = source.comeBack();
        source.staffAlert(tip);

        // When
        HttpResponse<String> page = source.press(atFirst, "look");
        source.partnerAnswers(tip, "acknowledged");
        HttpResponse<String> answered = source.press(page, "look");
        source.expires(tip);
        HttpResponse<String> expired = source.press(answered, "look");

        // Then
        assertThat(page.body())
                .contains("To save a life, two of staff told protection organisations on 24 November 2026")
                .doesNotContain("stop-alert", "None has answered yet")
                .doesNotContainPattern("\\d\\d:\\d\\d");
        assertThat(answered.body()).contains("two of staff told", "has answered us about the alert");
        assertThat(expired.body()).contains("It has expired").doesNotContain("two of staff told");
    }

    /** Whom a source allowed to be told is told once: staff cannot put their own alert in its place. */
    @Test
    void an_alert_that_the_source_allowed_stays_the_one_of_its_tip() {
        // Given
        UUID tip = source.sendDanger();
        UUID own = alertOf(tip);
        source.staffAlert(tip, UUID.randomUUID());

        // When
        source.staffOpen(tip);

        // Then
        assertThat(alertOf(tip)).isEqualTo(own);
        assertThat(source.comeBack().body()).doesNotContain("two of staff told");
    }

    /** triage-service knows the ids of other alerts, and is not trusted with them. */
    @Test
    void the_alert_of_another_tip_is_given_to_none_without_an_error() {
        // Given
        UUID danger = source.sendDanger();
        UUID tip = source.sendTip();
        double failed = failed();
        source.staffAlert(tip, alertOf(danger));

        // When
        source.staffOpen(tip);

        // Then
        assertThat(failed()).isEqualTo(failed);
        assertThat(source.comeBack().body()).doesNotContain("two of staff told");
        assertThat(LocalPostgres.ask("select alert_id from tip where tip_id = '" + tip + "' and alert_id is not null"))
                .isEmpty();
    }

    @Test
    void that_nobody_has_answered_is_told_by_day_until_somebody_has() {
        // Given
        UUID tip = source.sendDanger();
        source.partnerAnswers(tip, "unanswered");
        HttpResponse<String> waiting = source.comeBack();
        source.partnerAnswers(tip, "acknowledged");

        // When
        HttpResponse<String> page = source.press(waiting, "look");

        // Then
        assertThat(waiting.body())
                .contains("No protection organisation has answered the alert yet", "That was on 24 November 2026.")
                .contains("do not wait for us")
                .doesNotContainPattern("\\d\\d:\\d\\d");
        assertThat(page.body())
                .contains("has answered us about the alert. That does not mean that somebody is coming.")
                .doesNotContain("do not wait for us");
    }

    @Test
    void that_somebody_who_had_answered_has_let_go_is_told_by_day() {
        // Given
        UUID tip = source.sendDanger();
        source.partnerAnswers(tip, "acknowledged");
        HttpResponse<String> answered = source.comeBack();
        source.partnerAnswers(tip, "open");

        // When
        HttpResponse<String> page = source.press(answered, "look");

        // Then
        assertThat(page.body())
                .contains("none tells us now that it is taking care of it", "That was on 24 November 2026.")
                .contains("do not wait for us")
                .doesNotContain("has answered us about the alert")
                .doesNotContainPattern("\\d\\d:\\d\\d");
    }

    @Test
    void a_tip_whose_time_at_the_desk_is_over_is_said_to_be_gone_and_nothing_of_it_is_left() {
        // Given
        UUID tip = source.sendDanger();
        UUID other = source.sendTip();
        source.staffOpen(tip);
        source.partnerAnswers(tip, "acknowledged");
        source.staffReply(tip, "of the one that goes");
        UUID stays = source.staffReply(other, "of the one that stays");

        // When
        source.expires(tip);
        LocalBroker.send("triage", Returning.reply(UUID.randomUUID(), tip, source.seal("too late")));
        UUID later = source.staffReply(other, "sent after it");

        // Then
        HttpResponse<String> page = source.comeBack();
        assertThat(page.body())
                .contains("It has expired. It was deleted on 24 November 2026")
                .contains("Reply 1 of 2")
                .doesNotContain("A protection organisation has answered", "stop-alert", "Staff opened it");
        assertThat(source.replies()).containsExactly(stays.toString(), later.toString());
        assertThat(
                        LocalPostgres.ask(
                                "select tip_id from tip where tip_id = '" + tip
                                        + "' and alert_id is null and answer is null and opened_on is null and not alert and not details"))
                .hasSize(1);

        // And what its source erases then is what is left at the desk
        source.confirm(source.press(page, "erase"), "erase");
        Returning.event("penah.intake.triage", "org.penah.tip.erased.v1", other);
        assertThat(Returning.events("penah.intake.triage", "org.penah.tip.erased.v1", tip))
                .isEmpty();
        assertThat(source.tips()).isEmpty();
    }

    @Test
    void a_reply_is_opened_with_the_receipt_and_staff_learn_the_day() {
        // Given
        UUID tip = source.sendTip();
        UUID reply = source.staffReply(tip, "Salam.\nWe believe you & <b>we help</b>. \u0633\u0644\u0627\u0645");

        // When
        HttpResponse<String> page = source.comeBack(source.receipt().toDigits().replace(" ", "-"));

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "dir=\"auto\">Salam.\nWe believe you &amp; &lt;b&gt;we help&lt;/b&gt;. \u0633\u0644\u0627\u0645</div>")
                .contains("Reply 1 of 1", "<strong>New.</strong>");
        assertThat(Returning.event("penah.intake.triage", "org.penah.reply.read.v1", reply))
                .contains("\"day\":\"")
                .doesNotContain(tip.toString());
    }

    @Test
    void a_persian_inbox_counts_and_dates_in_persian_digits() {
        // Given
        UUID tip = source.sendDanger();
        source.staffOpen(tip);
        source.staffReply(tip, "text");

        // When
        HttpResponse<String> page = source.source()
                .post(
                        "/fa/inbox",
                        Map.of("receipt", Language.FA.digits(source.receipt().toDigits())));
        HttpResponse<String> mistyped = source.source().post("/fa/inbox", Map.of("receipt", "1234"));

        // Then
        assertThat(page.body()).contains("پاسخ ۱ از ۱", "گزارش ۱،", "در ۳ آذر ۱۴۰۵ فرستاده شد.", "۱۵ دقیقه");
        // The operator's own words have the digits that the operator wrote.
        assertThat(TAGS.matcher(page.body().replaceAll("(?s)<section class=\"operator\".*?</section>", ""))
                        .replaceAll(""))
                .doesNotContainPattern("[0-9]");
        assertThat(mistyped.body()).contains("۴ رقم نوشته‌اید");
    }

    /** Typed on any keyboard. */
    @ParameterizedTest
    @ValueSource(strings = {"۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"})
    void digits_of_every_script_open_it(String digits) {
        // Given
        source.sendTip();
        String typed = source.receipt()
                .toDigits()
                .chars()
                .mapToObj(each -> each == ' ' ? " " : digits.substring(each - '0', each - '0' + 1))
                .collect(Collectors.joining());

        // When
        HttpResponse<String> page = source.comeBack(typed);

        // Then
        assertThat(page.body()).contains("<h1>Your inbox</h1>");
    }

    @Test
    void it_is_told_once_that_a_reply_was_read() {
        // Given
        UUID reply = source.staffReply(source.sendTip(), "text");
        HttpResponse<String> first = source.comeBack();
        Returning.event("penah.intake.triage", "org.penah.reply.read.v1", reply);

        // When
        HttpResponse<String> second = source.press(first, "look");
        UUID next = source.staffReply(UUID.fromString(source.tips().get(0)), "another");
        source.press(second, "look");

        // Then
        assertThat(second.body()).contains("You have opened it before");
        Returning.event("penah.intake.triage", "org.penah.reply.read.v1", next);
        assertThat(Returning.events("penah.intake.triage", "org.penah.reply.read.v1", reply))
                .hasSize(1);
    }

    @Test
    void replies_are_turned_over_one_by_one_newest_first() {
        // Given
        UUID tip = source.sendTip();
        UUID older = source.staffReply(tip, "The first answer.");
        UUID newer = source.staffReply(tip, "The second answer.");
        HttpResponse<String> newest = source.comeBack();

        // When
        HttpResponse<String> before = source.press(newest, "reply " + older);

        // Then
        assertThat(newest.body()).contains("The second answer.", "Reply 1 of 2").doesNotContain("The first answer.");
        assertThat(before.body())
                .contains("The first answer.", "Reply 2 of 2", "value=\"reply " + newer + "\"")
                .doesNotContain("The second answer.");
    }

    @Test
    void what_cannot_be_opened_is_said_to_be_so_and_is_not_read() {
        // Given
        UUID reply = source.staffSend(source.sendTip(), new Returning().seal("sealed to somebody else"));

        // When
        HttpResponse<String> page = source.comeBack();

        // Then
        assertThat(page.body()).contains("An answer that cannot be opened").doesNotContain("class=\"reply\"");
        assertThat(LocalPostgres.ask("select read_on from reply where reply_id = '" + reply + "'"))
                .containsExactly((String) null);
    }

    @Test
    void a_reply_of_another_size_is_rejected_and_those_behind_it_come() {
        // Given
        UUID tip = source.sendTip();
        UUID refused = UUID.randomUUID();

        // When
        LocalBroker.send("triage", Returning.reply(refused, tip, new byte[9852]));
        UUID next = source.staffReply(tip, "text");

        // Then
        assertThat(source.replies()).containsExactly(next.toString());
    }

    @Test
    void more_is_sent_to_the_same_mailbox() {
        // Given
        source.sendTip();

        // When
        HttpResponse<String> form = source.press(source.comeBack(), "more");
        source.sendTip();

        // Then
        assertThat(form.body())
                .contains("enctype=\"multipart/form-data\"")
                .contains("name=\"receipt\" value=\"" + source.receipt().toDigits() + "\"");
        assertThat(source.comeBack().body()).contains("Tip 1, sent on", "Tip 2, sent on");
    }

    @Test
    void a_reply_is_deleted_once_its_source_has_said_so_twice() {
        // Given
        UUID tip = source.sendTip();
        UUID stays = source.staffReply(tip, "stays");
        UUID goes = source.staffReply(tip, "goes");

        // When
        HttpResponse<String> asking = source.press(source.comeBack(), "delete " + goes);
        List<String> whileAsking = source.replies();
        HttpResponse<String> page = source.confirm(asking, "delete " + goes);

        // Then
        assertThat(asking.body()).contains("<h1>Delete this reply?</h1>");
        assertThat(whileAsking).containsExactly(stays.toString(), goes.toString());
        assertThat(page.body()).contains("The reply is deleted.", "stays").doesNotContain("goes");
        assertThat(source.replies()).containsExactly(stays.toString());
    }

    @Test
    void the_reply_of_another_mailbox_is_as_if_it_were_not_there() {
        // Given
        source.sendTip();
        Returning other = new Returning();
        UUID theirs = other.staffReply(other.sendTip(), "theirs");
        HttpResponse<String> absent = forge("delete " + UUID.randomUUID());

        // When
        HttpResponse<String> page = forge("delete " + theirs);

        // Then
        assertThat(Returning.session(page)).isNotEqualTo(Returning.session(absent));
        assertThat(page.body().replace(Returning.session(page), ""))
                .isEqualTo(absent.body().replace(Returning.session(absent), ""));
        assertThat(other.replies()).containsExactly(theirs.toString());
    }

    @Test
    void taking_back_the_alert_is_told_to_staff_and_to_who_alerts() {
        // Given
        UUID tip = source.sendDanger();
        UUID alert = alertOf(tip);

        // When
        HttpResponse<String> asking = source.press(source.comeBack(), "stop-alert " + tip);
        HttpResponse<String> page = source.confirm(asking, "stop-alert " + tip);

        // Then
        assertThat(page.body()).contains("Taken back.").doesNotContain("stop-alert", "stop-details");
        assertThat(Returning.event("penah.intake.triage", "org.penah.consent.withdrawn.v1", tip))
                .contains("\"alert\":false,\"details\":false")
                .doesNotContain(alert.toString());
        assertThat(Returning.event("penah.intake.notify", "org.penah.alert.withdrawn.v1", alert))
                .contains("\"alert\":false,\"details\":false")
                .doesNotContain(tip.toString());
    }

    @Test
    void taking_back_the_details_leaves_the_alert() {
        // Given
        UUID tip = source.sendDanger();

        // When
        HttpResponse<String> page =
                source.confirm(source.press(source.comeBack(), "stop-details " + tip), "stop-details " + tip);

        // Then
        assertThat(page.body()).contains("stop-alert " + tip).doesNotContain("stop-details");
        assertThat(Returning.event("penah.intake.triage", "org.penah.consent.withdrawn.v1", tip))
                .contains("\"alert\":true,\"details\":false");
        assertThat(Returning.event("penah.intake.notify", "org.penah.alert.withdrawn.v1", alertOf(tip)))
                .contains("\"alert\":true,\"details\":false");
    }

    @Test
    void nothing_is_left_of_a_mailbox_that_was_erased() {
        // Given
        UUID calm = source.sendTip();
        UUID danger = source.sendDanger();
        UUID alert = alertOf(danger);
        source.staffReply(calm, "text");

        // When
        HttpResponse<String> asking = source.press(source.comeBack(), "erase");
        HttpResponse<String> page = source.confirm(asking, "erase");

        // Then
        assertThat(List.of(asking, page))
                .allSatisfy(each -> assertThat(each.body()).contains("stays with staff for one more day"));
        assertThat(page.body()).contains("<h1>Everything is deleted</h1>").doesNotContain("name=\"session\"");
        Returning.event("penah.intake.triage", "org.penah.tip.erased.v1", calm);
        Returning.event("penah.intake.triage", "org.penah.tip.erased.v1", danger);
        assertThat(Returning.event("penah.intake.notify", "org.penah.alert.withdrawn.v1", alert))
                .contains("\"alert\":false");
        assertThat(source.tips()).isEmpty();
        assertThat(source.replies()).isEmpty();
        assertThat(source.comeBack().body()).contains("There is nothing under this receipt");
    }

    @Test
    void a_browser_that_names_the_mailbox_alone_is_handed_the_reply_as_it_came() {
        // Given
        byte[] sealed = source.seal("Stay where you are.");
        UUID reply = source.staffSend(source.sendTip(), sealed);

        // When
        HttpResponse<String> page = source.comeBackWithMailbox("/en/inbox");

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("data-sealed=\"" + Base64.getEncoder().encodeToString(sealed) + "\"", "Reply 1 of 1")
                .doesNotContain("Stay where you are.", source.receipt().toDigits());
        Returning.event("penah.intake.triage", "org.penah.reply.read.v1", reply);
    }

    @Test
    void the_mailbox_alone_is_enough_for_every_step_and_never_yields_the_receipt() {
        // Given
        UUID tip = source.sendDanger();
        UUID reply = source.staffReply(tip, "Stay where you are.");
        HttpResponse<String> first = source.comeBackWithMailbox("/en/inbox");

        // When
        HttpResponse<String> more = source.press(first, "more");
        HttpResponse<String> back = source.comeBackWithMailbox("/en/inbox");
        HttpResponse<String> deleted = source.confirm(source.press(back, "delete " + reply), "delete " + reply);
        HttpResponse<String> asking = source.press(deleted, "stop-details " + tip);
        HttpResponse<String> details =
                source.decide(asking, "stop-details " + tip, source.sign(asking, Decision.WITHDRAW_DETAILS));
        HttpResponse<String> erased = source.decide(
                source.press(details, "erase"), "erase", source.decisions().written());

        // Then
        assertThat(more.body())
                .contains("<h1>Send more</h1>", tip.toString(), "data-new")
                .doesNotContain(source.receipt().toDigits());
        assertThat(deleted.body()).contains("The reply is deleted.", "There is no reply yet");
        assertThat(erased.body()).contains("<h1>Everything is deleted</h1>");
        assertThat(source.tips()).isEmpty();
        assertThat(source.comeBackWithMailbox("/en/inbox").body()).contains("There is nothing under this receipt");
    }

    @Test
    void the_mailbox_alone_decides_nothing() {
        // Given
        UUID tip = source.sendDanger();
        HttpResponse<String> inbox = source.comeBackWithMailbox("/en/inbox");

        // When
        HttpResponse<String> withdrawn = source.confirm(source.press(inbox, "stop-alert " + tip), "stop-alert " + tip);
        HttpResponse<String> erased =
                source.confirm(source.press(source.comeBackWithMailbox("/en/inbox"), "erase"), "erase");

        // Then
        assertThat(List.of(withdrawn, erased))
                .allSatisfy(page -> assertThat(page.statusCode()).isEqualTo(503));
        assertThat(source.tips()).containsExactly(tip.toString());
        assertThat(source.comeBackWithMailbox("/en/inbox").body()).contains("stop-alert " + tip);
    }

    @Test
    void what_a_source_decides_is_signed_with_the_key_that_came_with_the_tip() {
        // Given
        UUID tip = source.sendDanger();
        UUID alert = alertOf(tip);
        String tipKey = field(Returning.event("penah.intake.triage", "org.penah.tip.received.v1", tip), "decisionKey");
        String alertKey =
                field(Returning.event("penah.intake.notify", "org.penah.alert.asserted.v1", alert), "decisionKey");

        // When
        source.confirm(source.press(source.comeBack(), "stop-details " + tip), "stop-details " + tip);
        source.confirm(source.press(source.comeBack(), "erase"), "erase");

        // Then
        assertThat(alertKey).isEqualTo(tipKey);
        assertThat(Decision.WITHDRAW_DETAILS.isSigned(
                        tipKey,
                        field(
                                Returning.event("penah.intake.triage", "org.penah.consent.withdrawn.v1", tip),
                                "signature")))
                .isTrue();
        assertThat(Decision.ERASE.isSigned(
                        tipKey,
                        field(Returning.event("penah.intake.triage", "org.penah.tip.erased.v1", tip), "signature")))
                .isTrue();
        assertThat(Returning.events("penah.intake.notify", "org.penah.alert.withdrawn.v1", alert).stream()
                        .map(event -> field(event, "signature"))
                        .filter(signature -> Decision.WITHDRAW_ALERT.isSigned(tipKey, signature)))
                .hasSize(1);
    }

    private static String field(String event, String name) {
        return new JsonObject(event).getJsonObject("data").getString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "0000 0000 0000 0000 0000 0000 0000 0098", "AAAA/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void what_is_no_mailbox_is_refused(String mailbox) {
        // When
        HttpResponse<String> page = source.source().post("/en/inbox", Map.of("mailbox", mailbox));

        // Then
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("We could not read what your browser sent")
                .doesNotContain("name=\"session\"");
    }

    @Test
    void a_page_works_once() {
        // Given
        source.sendTip();
        HttpResponse<String> page = source.comeBack();
        source.press(page, "look");

        // When
        HttpResponse<String> again = source.press(page, "look");

        // Then
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("Please type your receipt again", "name=\"receipt\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1234 5678,422,You typed 8 digits. A receipt has 32.",
        "abandon ability,422,You typed 2 words. A receipt has 10.",
        "abandon 12,422,It contains a character that receipts never have",
        "hier wort wort wort wort wort wort wort wort wort,422,One of the words is not on our list",
        "0000 0000 0000 0000 0000 0000 0000 0089,422,A digit or a word is wrong",
        "'',422,Type your receipt"
    })
    void a_slip_of_the_pen_is_told_by_its_kind(String typed, int status, String told) {
        // When
        HttpResponse<String> page = source.comeBack(typed);

        // Then
        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body()).contains(told, typed + "</textarea>", "<a href=\"#receipt\">");
    }

    @Test
    void a_receipt_that_opens_nothing_is_told_so_calmly() {
        // When
        HttpResponse<String> page = source.comeBack(Receipt.generate().toWords());

        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("There is nothing under this receipt").doesNotContain("name=\"session\"");
    }

    @Test
    void a_wrong_receipt_asks_the_database_the_same_questions_as_a_right_one() {
        // Given
        LocalPostgres.run("alter database intake set track_functions = 'all'");
        source.sendTip();
        List<Integer> before = questions();
        source.comeBack();
        List<Integer> right = questions();

        // When
        source.comeBack(Receipt.generate().toDigits());
        List<Integer> wrong = questions();

        // Then
        assertThat(difference(before, right)).containsExactly(1, 1, 1);
        assertThat(difference(right, wrong)).containsExactly(1, 1, 1);
    }

    @Test
    void without_the_database_a_source_is_told_to_come_again_and_keeps_what_it_typed() {
        // Given
        source.sendTip();
        LocalPostgres.goAway();

        // When
        HttpResponse<String> page = source.comeBack();
        LocalPostgres.comeBack();
        HttpResponse<String> later = source.comeBack();

        // Then
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.body())
                .contains("Something is broken on our side", source.receipt().toWords() + "</textarea>");
        assertThat(later.body()).contains("<h1>Your inbox</h1>");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_page_of_an_inbox_has_the_one_size(Language language) {
        // Given
        UUID danger = source.sendDanger();
        for (UUID each : List.of(source.sendDanger(), source.sendDanger(), source.sendDanger(), danger)) {
            source.staffOpen(each);
            source.partnerAnswers(each, "unanswered");
        }
        UUID tooLong = source.staffReply(danger, "\"".repeat(8000));
        source.staffReply(danger, "\u044f".repeat(4000));
        String address = "/" + language.tag() + "/inbox";
        Map<String, String> receipt = Map.of("receipt", source.receipt().toWords());

        // When
        List<HttpResponse<String>> pages = List.of(
                source.source().get(address),
                source.source().post(address, Map.of("receipt", "x")),
                source.source().post(address, receipt),
                step(address, receipt, "reply " + tooLong),
                step(address, receipt, "reply " + tooLong + " 5"),
                source.comeBackWithMailbox(address),
                step(address, receipt, "stop-alert " + danger),
                step(address, receipt, "more"),
                step(address, receipt, "tell"),
                step(address, receipt, "erase"));

        // Then
        assertThat(pages)
                .allSatisfy(page ->
                        assertThat(page.headers().firstValue("Content-Length")).contains(SIZE));
    }

    @Test
    void what_is_too_long_or_not_our_form_is_refused() {
        // When
        HttpResponse<String> tooLong =
                source.source().post("/en/inbox", Map.of("receipt", "1".repeat(SmallForm.LONGEST + 1)));
        HttpResponse<String> another = source.source().post("/en/inbox", Map.of("severity", "extreme"));

        // Then
        assertThat(tooLong.statusCode()).isEqualTo(400);
        assertThat(another.statusCode()).isEqualTo(400);
    }

    @Test
    void the_address_of_a_page_never_holds_a_receipt() {
        // When
        HttpResponse<String> page = source.source()
                .send(HttpRequest.newBuilder(Source.address("/en/inbox?receipt="
                                + source.receipt().toDigits().replace(" ", "")))
                        .build());

        // Then
        assertThat(page.body())
                .contains("method=\"post\" action=\"/en/inbox\"")
                .doesNotContain(source.receipt().toDigits().replace(" ", ""));
    }

    /** Asks for what no button of the page offers. */
    private HttpResponse<String> forge(String wish) {
        String session = Returning.session(source.comeBack());
        return source.source().post("/en/inbox", Map.of("session", session, "do", wish, "sure", "yes"));
    }

    private HttpResponse<String> step(String address, Map<String, String> receipt, String wish) {
        String session = Returning.session(source.source().post(address, receipt));
        return source.source().post(address, Map.of("session", session, "do", wish));
    }

    private double failed() {
        return meters.counter("penah.inbox.retried").count();
    }

    private static UUID alertOf(UUID tip) {
        return UUID.fromString(LocalPostgres.ask("select alert_id from tip where tip_id = '" + tip + "'")
                .get(0));
    }

    /** How often each was asked so far; a connection's counts are written when it ends. */
    private static List<Integer> questions() {
        LocalPostgres.goAway();
        LocalPostgres.comeBack();
        return Stream.of("sent_tips", "mailbox_replies", "sealed_reply")
                .map(name -> LocalPostgres.ask(
                        "select coalesce(sum(calls), 0) from pg_stat_user_functions where funcname = '" + name + "'"))
                .map(calls -> Integer.parseInt(calls.get(0)))
                .toList();
    }

    private static List<Integer> difference(List<Integer> before, List<Integer> now) {
        return IntStream.range(0, now.size())
                .mapToObj(each -> now.get(each) - before.get(each))
                .toList();
    }
}
