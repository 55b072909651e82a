package org.penah.partner.inbox;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Prints an alert so that somebody whom it wakes understands it. */
public final class AlertText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The parts of the world that an alert may name, by UN M49 code. */
    private static final Map<String, String> REGIONS = Map.ofEntries(
            Map.entry("145", "Western Asia"),
            Map.entry("143", "Central Asia"),
            Map.entry("034", "Southern Asia"),
            Map.entry("030", "Eastern Asia"),
            Map.entry("035", "South-eastern Asia"),
            Map.entry("151", "Eastern Europe"),
            Map.entry("154", "Northern Europe"),
            Map.entry("039", "Southern Europe"),
            Map.entry("155", "Western Europe"),
            Map.entry("015", "Northern Africa"),
            Map.entry("202", "Sub-Saharan Africa"),
            Map.entry("021", "Northern America"),
            Map.entry("419", "Latin America and the Caribbean"),
            Map.entry("009", "Oceania"));

    /** What somebody must know whose answers keep nobody from being called. */
    public static final String UNCOUNTED =
            "Three times you let go of this alert, or Penah called others instead of you: what you answer keeps nobody else from being called. Telephone Penah.";

    private static final String DESK_WAITS = "An urgent report waits at the desk. Open the desk.";
    private static final String DESK_OVER = "The report waits no more. You need do nothing more.";

    private AlertText() {}

    /**
     * An alert in several lines of plain English, each with its line break.
     *
     * @param folder of the partner, for the commands
     */
    public static String of(Alert alert, Path folder) {
        StringBuilder text = new StringBuilder();
        line(text, headline(alert) + "  (alert " + alert.id() + ", message " + alert.seq() + ")");
        if (!alert.status().equals("Actual")) {
            line(text, "  THIS IS NOT REAL: " + alert.status() + ".");
        }
        if (alert.isForStaff()) {
            line(text, "  " + (alert.isCancel() ? DESK_OVER : DESK_WAITS));
            if (!alert.isCancel()) {
                line(text, "  Answer, then open the desk:  " + command("ack", folder, alert));
            }
        } else if (alert.isCancel()) {
            line(text, "  Penah takes this alert back. Stop what you began because of it, and tell nobody more.");
            line(text, "  Confirm that you have seen this:  " + command("ack", folder, alert));
        } else {
            line(text, "  " + urgency(alert));
            line(text, "  " + basis(alert));
            line(text, "  Languages: " + String.join(", ", alert.languages()) + ".");
            if (alert.region() != null) {
                line(text, "  Region: " + REGIONS.getOrDefault(alert.region(), "UN M49 code " + alert.region()) + ".");
            }
            line(text, "  " + details(alert, folder));
            line(text, "  Answer by " + TIME.format(alert.ackBy()) + ":  " + command("ack", folder, alert));
        }
        line(text, "  For " + alert.to() + " only (" + alert.tlp() + ").");
        return text.toString();
    }

    /** Says only that it came, where output may be stored: a log would hold its words, unencrypted, beside the time. */
    public static String ofArrival(Alert alert) {
        return "An alert has come: " + alert.id() + ", message " + alert.seq() + ".";
    }

    /** The answers given here, and whether Penah has them. */
    public static String of(AnswerLog.Given given, boolean own) {
        return "You answered message %d with %s on %s%s. %s"
                .formatted(
                        given.answer().seq(),
                        given.answer().action().word(),
                        TIME.format(given.at()),
                        given.person() == null ? "" : " (" + given.person() + ", by phone)",
                        own
                                ? "It was your own exercise."
                                : given.known() ? "Penah knows." : "Penah does not know yet.");
    }

    /** Who was shown the details, and when. */
    public static String of(KeptDetails.Read read) {
        return "Details were read%s on %s, last on %s."
                .formatted(
                        read.person() == null ? "" : " (" + read.person() + ", by phone)",
                        TIME.format(read.first()),
                        TIME.format(read.last()));
    }

    private static String headline(Alert alert) {
        return switch (alert.msgType()) {
            case "Alert" -> "ALERT";
            case "Update" -> "ALERT, UPDATED";
            case "Cancel" -> "ALERT CANCELLED";
            default -> "ALERT, " + alert.msgType();
        };
    }

    private static String urgency(Alert alert) {
        return switch (alert.urgency()) {
            case "Immediate" -> "Somebody may be in physical danger within hours.";
            case "Expected" -> "Somebody may be in physical danger within days.";
            default -> "Somebody may be in physical danger (" + alert.urgency() + ").";
        };
    }

    private static String basis(Alert alert) {
        return switch (alert.basis()) {
            case "source-asserted" -> "The source says so. Penah's desk has not confirmed it yet.";
            case "desk-confirmed" -> "Penah's desk has confirmed it.";
            default -> "It rests on: " + alert.basis() + ".";
        };
    }

    /** As it can be typed in a shell. */
    private static String command(String what, Path folder, Alert alert) {
        String name = folder.toString();
        boolean plain = name.matches("[A-Za-z0-9/._~-]+");
        return "penah-partner " + what + " --dir " + (plain ? name : "'" + name.replace("'", "'\\''") + "'") + " "
                + alert.id();
    }

    private static String details(Alert alert, Path folder) {
        if (alert.handOver() != null) {
            return "Details are ready, to be fetched once:  " + command("details", folder, alert);
        }
        return alert.consent().details()
                ? "The source lets Penah's staff share details with you."
                : "The source has not agreed to share details.";
    }

    // No word can send control characters to the terminal.
    private static void line(StringBuilder text, String words) {
        text.append(words.replaceAll("\\p{Cntrl}", "?")).append('\n');
    }
}
