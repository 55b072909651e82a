package org.penah.partner.page;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Entry;
import org.penah.partner.receive.ConnectionStatus;
import org.penah.partner.words.Language;
import org.penah.partner.words.Message;
import org.penah.partner.words.PageWords;

/** The page as it is at one moment, in one language. */
final class AlertsPage {

    /** More than a person can read; the command line shows all. */
    private static final int MOST_OF_A_KIND = 100;

    /** So many keys fit into a form; with more, the sound continues. */
    private static final int MOST_LOOKED_AT = 500;

    private final Language language;
    private final ZoneId zone;
    private final String token;

    /**
     * The content of the page.
     *
     * @param state what Penah said last in a slot; null if nothing
     * @param unseen what the sound must be heard for
     */
    record View(
            Instant now, List<Entry> entries, @Nullable Delivery state, ConnectionStatus pulse, List<Entry> unseen) {}

    AlertsPage(Language language, ZoneId zone, String token) {
        this.language = language;
        this.zone = zone;
        this.token = token;
    }

    /** The page for a browser that does not know the code yet. */
    String door(boolean wrong) {
        Html html = start(false);
        html.markup(
                "<main><h1>%s</h1>\n<form method=\"post\" action=\"/enter\" class=\"door\">\n", say(PageWords.TITLE));
        if (wrong) {
            html.markup("<p class=\"wrong\" id=\"wrong\" role=\"alert\">%s</p>\n", say(PageWords.CODE_WRONG));
        }
        html.markup("""
            <label for="code">%s</label><p id="where">%s</p>
            <input id="code" name="code" type="password" autocomplete="current-password" required maxlength="64" dir="ltr" aria-describedby="where">
            <button class="first">%s</button></form></main>
            """, say(PageWords.CODE), say(PageWords.CODE_WHERE), say(PageWords.ENTER));
        return end(html);
    }

    String whole(View view) {
        Html html = start(true);
        html.markup("<header><h1>%s</h1>\n", say(PageWords.TITLE));
        html.markup(
                """
                <p class="sound"><button type="button" id="sound" hidden>%s</button>
                <span id="sound-off" class="off" hidden>%s</span><span id="sound-on" hidden>%s</span></p>
                <section id="lost" class="alarm" role="alert"><h2>%s</h2><p>%s</p></section>
                </header>
                """,
                say(PageWords.SOUND_TEST),
                say(PageWords.SOUND_OFF),
                say(PageWords.SOUND_ON),
                say(PageWords.LOST),
                say(PageWords.LOST_MEANS));
        html.markup("<main id=\"live\">\n");
        live(html, view);
        html.markup("</main>\n");
        return end(html);
    }

    /** The changing part of the page, for its script. */
    String live(View view) {
        Html html = new Html();
        live(html, view);
        return html.toString();
    }

    private void live(Html html, View view) {
        long waiting = view.entries().stream().filter(Entry::waits).count();
        html.markup(
                "<div id=\"now\" data-calls=\"%s\" data-title=\"%s\"></div>\n<div id=\"pulse\" aria-live=\"polite\">\n",
                !view.unseen().isEmpty(),
                (waiting > 0 ? "(" + waiting + ") " : view.pulse().silent() ? "(!) " : "") + say(PageWords.TITLE));
        pulse(html, view.pulse());
        html.markup("</div>\n<div id=\"alerts\">\n");
        if (!view.unseen().isEmpty()) {
            String keys =
                    view.unseen().stream().limit(MOST_LOOKED_AT).map(Entry::key).collect(Collectors.joining(" "));
            html.markup("""
                <form method="post" action="/looked" class="looked"><input type="hidden" name="token" value="%s">
                <input type="hidden" name="keys" value="%s"><button id="looked">%s</button></form>
                """, token, keys, say(PageWords.LOOKED));
        }
        alerts(html, view);
        html.markup("</div>\n");
    }

    private void pulse(Html html, ConnectionStatus pulse) {
        if (pulse.cannotKeep()) {
            alarm(html, say(PageWords.CANNOT_KEEP), PageWords.CANNOT_KEEP_MEANS);
        }
        if (!pulse.slots()) {
            html.markup("<p class=\"edge\">%s</p>\n", say(PageWords.EDGE));
        } else if (pulse.silent()) {
            alarm(html, say(PageWords.SILENT, language.dayAndTime(pulse.last(), zone)), PageWords.SILENT_MEANS);
        } else if (pulse.trouble()) {
            alarm(html, say(PageWords.TROUBLE), PageWords.TROUBLE_MEANS);
        } else {
            html.markup("<p class=\"well\">%s</p>\n", say(PageWords.HEARD, language.time(pulse.last(), zone)));
        }
    }

    private void alarm(Html html, String headline, Message means) {
        html.markup("<section class=\"alarm\"><h2>%s</h2><p>%s</p></section>\n", headline, say(means));
    }

    private void alerts(Html html, View view) {
        Predicate<Entry> flood = entry -> entry.open() && entry.alert().flood() != null;
        AlertCard card = new AlertCard(language, zone, view.now(), token);
        List<Entry> waiting = only(view, flood.negate().and(Entry::waits));
        List<Entry> answered = only(view, flood.negate().and(entry -> entry.open() && !entry.waits()));
        section(html, card, PageWords.WAITING, waiting);
        folded(html, card, "flood", PageWords.FLOOD, only(view, flood), floodCount(view));
        section(html, card, PageWords.ANSWERED, answered);
        if (waiting.isEmpty() && answered.isEmpty() && only(view, flood).isEmpty()) {
            html.markup("<p class=\"nothing\">%s</p>\n", say(PageWords.NOTHING));
        }
        if (view.state() != null && view.state().waiting() > 0) {
            html.markup(
                    "<p class=\"more\">%s</p>\n",
                    say(PageWords.MORE, view.state().waiting()));
        }
        List<Entry> over = only(view, entry -> !entry.open());
        folded(html, card, "over-list", PageWords.OVER, over, over.size());
    }

    private static int floodCount(View view) {
        return view.entries().stream()
                .filter(Entry::open)
                .mapToInt(entry ->
                        entry.alert().flood() == null ? 0 : entry.alert().flood())
                .max()
                .orElse(0);
    }

    private static List<Entry> only(View view, Predicate<Entry> kind) {
        return view.entries().stream().filter(kind).toList();
    }

    private void section(Html html, AlertCard card, Message title, List<Entry> entries) {
        if (!entries.isEmpty()) {
            html.markup("<section><h2>%s</h2>\n", say(title, entries.size()));
            entries.stream().limit(MOST_OF_A_KIND).forEach(entry -> card.write(html, entry));
            html.markup("</section>\n");
        }
    }

    private void folded(Html html, AlertCard card, String id, Message title, List<Entry> entries, int count) {
        if (!entries.isEmpty()) {
            html.markup("<details id=\"%s\"><summary><h2>%s</h2></summary>\n", id, say(title, count));
            entries.stream().limit(MOST_OF_A_KIND).forEach(entry -> card.write(html, entry));
            html.markup("</details>\n");
        }
    }

    private Html start(boolean inside) {
        Html html = new Html();
        html.markup("""
            <!doctype html>
            <html lang="%s" dir="%s"><head><meta charset="utf-8"><title>%s</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">
            """, language.code(), language.isRightToLeft() ? "rtl" : "ltr", say(PageWords.TITLE));
        if (inside) {
            html.markup("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript><script src=\"/page.js\""
                    + " defer></script>\n");
        }
        return html.markup("</head><body>\n");
    }

    private String end(Html html) {
        html.markup("<footer><nav aria-label=\"%s\">\n", say(PageWords.LANGUAGE));
        for (Language other : Language.values()) {
            html.markup(
                    other == language
                            ? "<a href=\"/?lang=%s\" lang=\"%s\" hreflang=\"%s\" aria-current=\"true\">%s</a>\n"
                            : "<a href=\"/?lang=%s\" lang=\"%s\" hreflang=\"%s\">%s</a>\n",
                    other.code(),
                    other.code(),
                    other.code(),
                    other.ownName());
        }
        return html.markup("</nav></footer></body></html>\n").toString();
    }

    private String say(Message message, Object... values) {
        return message.in(language, values);
    }
}
