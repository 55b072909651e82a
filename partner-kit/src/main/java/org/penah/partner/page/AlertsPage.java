package org.penah.partner.page;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.inbox.KeptDetails;
import org.penah.partner.receive.ConnectionStatus;

/**
 * The page as it is at one moment, in one language.
 *
 * @param token what its forms carry
 * @param isForPhones whether somebody reads it on a phone, through Tor
 */
record AlertsPage(Language language, ZoneId zone, String token, boolean isForPhones) {

    /** More than a person can read; the command line shows all. */
    private static final int MOST_OF_A_KIND = 100;

    /** So many keys fit into a form; with more, the sound continues. */
    private static final int MOST_LOOKED_AT = 500;

    /**
     * The content of the page.
     *
     * @param state what Penah said last in a slot; null if nothing
     * @param unseen what the sound must be heard for
     */
    record View(
            Instant now,
            List<KeptAlert> alerts,
            @Nullable Delivery state,
            ConnectionStatus pulse,
            List<KeptAlert> unseen) {

        /** What stands before the title. */
        public String mark() {
            long waiting = alerts.stream().filter(KeptAlert::waits).count();
            return waiting > 0
                    ? "(" + waiting + ") "
                    : pulse.silent() || !pulse.late().isEmpty() ? "(!) " : "";
        }

        /** The keys of what is unseen. */
        public String keys() {
            return unseen.stream().limit(MOST_LOOKED_AT).map(KeptAlert::key).collect(Collectors.joining(" "));
        }

        public Group waiting() {
            return group(kept -> kept.waits() && !isOfFlood(kept));
        }

        public Group answered() {
            return group(kept -> kept.open() && !kept.waits() && !isOfFlood(kept));
        }

        /** How many are over, and lie in the archive. */
        public long over() {
            return alerts.stream().filter(kept -> !kept.open()).count();
        }

        public Group flood() {
            int count = alerts.stream()
                    .filter(View::isOfFlood)
                    .map(kept -> kept.alert().flood())
                    .reduce(0, Math::max);
            return new Group(count, group(View::isOfFlood).cards());
        }

        /** How many alerts are still to come. */
        public int more() {
            return state == null ? 0 : state.waiting();
        }

        private Group group(Predicate<KeptAlert> kind) {
            List<AlertCard> cards = alerts.stream()
                    .filter(kind)
                    .map(kept -> new AlertCard(kept, now))
                    .toList();
            return new Group(cards.size(), cards.stream().limit(MOST_OF_A_KIND).toList());
        }

        private static boolean isOfFlood(KeptAlert kept) {
            return kept.open() && kept.alert().flood() != null;
        }
    }

    /**
     * A part of what is over.
     *
     * @param count of all that is over
     * @param cards the latest first
     * @param newer where the part before begins; null without one
     * @param older where the next part begins; null without one
     */
    record Archive(
            long count,
            List<AlertCard> cards,
            @Nullable Integer newer,
            @Nullable Integer older) {

        private static final int AT_ONCE = 20;

        /** @param from how many are passed over */
        static Archive of(List<KeptAlert> alerts, Instant now, int from) {
            List<AlertCard> over = alerts.stream()
                    .filter(kept -> !kept.open())
                    .sorted(Comparator.comparing(KeptAlert::arrived).reversed())
                    .map(kept -> new AlertCard(kept, now))
                    .toList();
            return new Archive(
                    over.size(),
                    over.stream().skip(from).limit(AT_ONCE).toList(),
                    from > 0 ? Math.max(0, from - AT_ONCE) : null,
                    over.size() > from + AT_ONCE ? from + AT_ONCE : null);
        }
    }

    /** Alerts under one heading, with their number; not all of them are shown. */
    record Group(int count, List<AlertCard> cards) {}

    /** The page for a browser that does not know the code yet. */
    String signIn() {
        return signIn(false, "");
    }

    /** @param name as it was typed, if a phone asks */
    String signIn(boolean wrong, String name) {
        return signIn(wrong, name, null);
    }

    /** @param alert whose details are read once the code is right; null for the whole page */
    String signIn(boolean wrong, String name, @Nullable Alert alert) {
        return Templates.get("sign-in", language)
                .data("page", this)
                .data("wrong", wrong)
                .data("name", name)
                .data("alert", alert)
                .render();
    }

    /**
     * The details of an alert.
     *
     * @param texts null if they cannot be opened
     * @param missing whether more are ready and were not fetched yet
     */
    String details(Alert alert, @Nullable List<String> texts, boolean missing) {
        return Templates.get("details", language)
                .data("page", this)
                .data("shortId", alert.id().toString().substring(0, 8))
                .data("texts", texts)
                .data("missing", missing)
                .render();
    }

    /** What somebody sees whose press waits for a disk that does not answer. */
    String diskHangs() {
        return Templates.get("disk-hangs", language).data("page", this).render();
    }

    String whole(View view) {
        return Templates.get("whole", language)
                .data("page", this)
                .data("view", view)
                .render();
    }

    /** The page without a script: it shows one moment, and says which. */
    String phone(View view) {
        return Templates.get("phone", language)
                .data("page", this)
                .data("view", view)
                .render();
    }

    String archive(Archive archive) {
        return Templates.get("archive", language)
                .data("page", this)
                .data("archive", archive)
                .render();
    }

    /** The changing part of the page, for its script. */
    String live(View view) {
        return Templates.get("live", language)
                .data("page", this)
                .data("view", view)
                .render();
    }

    public Language[] languages() {
        return Language.values();
    }

    /** A day and a time as this page shows them. */
    public String dayAndTime(Instant instant) {
        return language.dayAndTime(instant, zone);
    }

    /** When somebody read details: the first time and, if there was another, the last. */
    public String span(KeptDetails.Read read) {
        String first = dayAndTime(read.first());
        String last = dayAndTime(read.last());
        return first.equals(last) ? first : first + " – " + last;
    }

    /** A time of today. */
    public String time(Instant instant) {
        return language.time(instant, zone);
    }

    /** Hides the token. */
    @Override
    public String toString() {
        return "AlertsPage[redacted]";
    }
}
