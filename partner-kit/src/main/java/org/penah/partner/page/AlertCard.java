package org.penah.partner.page;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Entry;
import org.penah.partner.words.AlertWords;
import org.penah.partner.words.AnswerWords;
import org.penah.partner.words.Language;
import org.penah.partner.words.Message;

/** One alert on the page: what it says in plain words, what was answered, and what can be done. */
final class AlertCard {

    private final Language language;
    private final ZoneId zone;
    private final Instant now;
    private final String token;

    AlertCard(Language language, ZoneId zone, Instant now, String token) {
        this.language = language;
        this.zone = zone;
        this.now = now;
        this.token = token;
    }

    void write(Html html, Entry entry) {
        Alert alert = entry.alert();
        String id = "a" + alert.id();
        html.markup("<article class=\"card %s\" id=\"%s\" aria-labelledby=\"%s-title\">\n", kind(entry), id, id);
        if (!alert.isReal()) {
            boolean exercise = alert.status().equals("Exercise");
            html.markup(
                    "<p class=\"unreal\"><strong>%s.</strong> %s</p>\n",
                    say(exercise ? AlertWords.EXERCISE : AlertWords.TEST),
                    say(exercise ? AlertWords.EXERCISE_SAYS : AlertWords.TEST_SAYS));
        }
        html.markup("<h3 id=\"%s-title\"><span class=\"type\">%s</span> %s</h3>\n", id, type(alert), headline(alert));
        html.markup("<dl>\n");
        if (!alert.isCancel()) {
            facts(html, alert, entry.waits());
        }
        fact(html, AlertWords.WHO_MAY_KNOW, say(AlertWords.STRICT));
        fact(html, AlertWords.NUMBER, alert.id().toString().substring(0, 8) + ", " + alert.seq());
        html.markup("</dl>\n");
        answers(html, entry);
        if (entry.open() && alert.asksForAnswer()) {
            buttons(html, entry, id);
        }
        html.markup("</article>\n");
    }

    private static String kind(Entry entry) {
        String kind = entry.waits() ? "waits" : entry.open() ? "answered" : "over";
        return entry.alert().isReal() ? kind : kind + " drill";
    }

    private String type(Alert alert) {
        return switch (alert.msgType()) {
            case "Alert" -> say(AlertWords.ALERT);
            case "Update" -> say(AlertWords.UPDATED);
            case "Cancel" -> say(AlertWords.CANCELLED);
            default -> alert.msgType();
        };
    }

    private String headline(Alert alert) {
        if (alert.isCancel()) {
            return say(AlertWords.STOP);
        }
        return switch (alert.urgency()) {
            case "Immediate" -> say(AlertWords.HOURS);
            case "Expected" -> say(AlertWords.DAYS);
            default -> say(AlertWords.DANGER, alert.urgency());
        };
    }

    private void facts(Html html, Alert alert, boolean waits) {
        boolean overdue = waits && now.isAfter(alert.ackBy());
        fact(
                html,
                AlertWords.ANSWER_BY,
                language.dayAndTime(alert.ackBy(), zone) + (overdue ? " – " + say(AlertWords.OVERDUE) : ""));
        fact(
                html,
                AlertWords.BASIS,
                word(alert.basis(), "desk-confirmed", AlertWords.CONFIRMED, "source-asserted", AlertWords.ASSERTED));
        fact(
                html,
                AlertWords.CERTAINTY,
                word(alert.certainty(), "Likely", AlertWords.LIKELY, "Possible", AlertWords.POSSIBLE));
        fact(
                html,
                AlertWords.SEVERITY,
                word(alert.severity(), "Extreme", AlertWords.EXTREME, "Severe", AlertWords.SEVERE));
        fact(
                html,
                AlertWords.REGION,
                alert.region() == null ? say(AlertWords.NO_REGION) : language.region(alert.region()));
        fact(html, AlertWords.LANGUAGES, language.languages(alert.languages()));
        fact(html, AlertWords.DETAILS, details(alert));
        fact(html, AlertWords.ENDS, language.dayAndTime(alert.expires(), zone));
    }

    private String details(Alert alert) {
        if (alert.handOver() != null) {
            return say(AlertWords.DETAILS_READY);
        }
        return say(alert.consent().details() ? AlertWords.DETAILS_ALLOWED : AlertWords.DETAILS_REFUSED);
    }

    /** A newer Penah may use words that we do not know; they are shown as they are. */
    private String word(String given, String one, Message says, String other, Message otherSays) {
        return given.equals(one) ? say(says) : given.equals(other) ? say(otherSays) : given;
    }

    private void fact(Html html, Message name, String value) {
        html.markup("<div><dt>%s</dt><dd>%s</dd></div>\n", say(name), value);
    }

    private void answers(Html html, Entry entry) {
        if (entry.answers().isEmpty()) {
            return;
        }
        html.markup("<h4>%s</h4>\n<ol class=\"given\">\n", say(AnswerWords.GIVEN));
        AnswerLog.Given last = entry.answers().get(entry.answers().size() - 1);
        for (AnswerLog.Given given : entry.answers()) {
            html.markup(
                    "<li>%s <b>%s.</b> ",
                    language.dayAndTime(given.at(), zone),
                    says(given.answer().action(), entry.alert(), given.answer().seq()));
            if (!entry.own() && (given.known() || given.equals(last))) {
                html.markup(
                        given.known() ? "<span class=\"known\">%s</span>" : "<span class=\"unknown\">%s</span>",
                        say(given.known() ? AnswerWords.KNOWN : AnswerWords.NOT_KNOWN));
            }
            html.markup("</li>\n");
        }
        html.markup("</ol>\n");
        claim(html, entry);
    }

    private void claim(Html html, Entry entry) {
        Instant until = entry.alert().claimedUntil();
        if (until != null && until.isAfter(now)) {
            html.markup(
                    "<p class=\"claim\">%s</p>\n", say(AnswerWords.CLAIMED_UNTIL, language.dayAndTime(until, zone)));
        } else if (entry.hasLapsed()) {
            html.markup("<p class=\"claim lapsed\">%s</p>\n", say(AnswerWords.LAPSED));
        }
    }

    private void buttons(Html html, Entry entry, String id) {
        html.markup("""
            <form method="post" action="/answer">
            <input type="hidden" name="token" value="%s"><input type="hidden" name="id" value="%s">
            <input type="hidden" name="seq" value="%s">
            <div class="actions">
            """, token, entry.alert().id(), entry.alert().seq());
        boolean first = true;
        for (Action action : offered(entry)) {
            // Only for this message: a key pressed while another one arrives does not answer that one.
            String name = id + "-" + entry.alert().seq() + "-" + action.word();
            html.markup(
                    "<div><button id=\"%s\" name=\"action\" value=\"%s\" class=\"%s\""
                            + " aria-describedby=\"%s-means\">%s</button><small id=\"%s-means\">%s</small></div>\n",
                    name,
                    action.word(),
                    first ? "first" : "other",
                    name,
                    says(action, entry.alert(), entry.alert().seq()),
                    name,
                    say(
                            entry.alert().isCancel()
                                    ? AnswerWords.STOPPED_MEANS
                                    : AnswerWords.valueOf(action.name() + "_MEANS")));
            first = false;
        }
        html.markup("</div></form>\n");
    }

    private static List<Action> offered(Entry entry) {
        if (entry.alert().isCancel()) {
            return entry.waits() ? List.of(Action.ACKNOWLEDGE) : List.of();
        }
        Optional<Action> last = entry.lastAnswer().map(given -> given.answer().action());
        List<Action> offered = new ArrayList<>();
        if (last.isPresent() && (last.get() == Action.ACKNOWLEDGE || last.get() == Action.CLAIM)) {
            offered.addAll(List.of(Action.CLAIM, Action.RESOLVE, Action.NEED_INFO, Action.RELEASE));
        } else {
            offered.addAll(List.of(Action.ACKNOWLEDGE, Action.CLAIM, Action.NEED_INFO, Action.DECLINE));
            if (!entry.waits()) {
                last.ifPresent(offered::remove);
            }
        }
        return offered;
    }

    private String says(Action action, Alert alert, int seq) {
        boolean stopped = alert.isCancel() && seq == alert.seq();
        return say(stopped ? AnswerWords.STOPPED : AnswerWords.valueOf(action.name()));
    }

    private String say(Message message, Object... values) {
        return message.in(language, values);
    }
}
