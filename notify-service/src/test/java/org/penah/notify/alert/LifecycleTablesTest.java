package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;

/**
 * The tables of {@code docs/architecture.md} are printed from {@link AlertLifecycle} and {@link PartnerAlertLifecycle}.
 *
 * <p>{@code -Dtest=LifecycleTablesTest -Dwrite} writes them.
 */
class LifecycleTablesTest {

    private static final Path PAGE = Path.of("../docs/architecture.md");
    private static final String BEGIN = "<!-- printed by LifecycleTablesTest -->\n";
    private static final String END = "<!-- end of what LifecycleTablesTest prints -->\n";
    private static final String SAME = "·";

    @Test
    void the_page_shows_the_life_of_an_alert_as_the_code_has_it() throws IOException {
        // Given
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(end).isGreaterThanOrEqualTo(begin);

        // When
        String now = page.substring(0, begin) + tables() + page.substring(end);
        if (System.getProperty("write") != null) {
            Files.writeString(PAGE, now);
        }

        // Then
        assertThat(Files.readString(PAGE))
                .as("run again with -Dtest=LifecycleTablesTest -Dwrite, and look at what changed")
                .isEqualTo(now);
    }

    private static String tables() {
        AlertState[] alert = AlertState.values();
        PartnerAlertLifecycle.State[] partner = PartnerAlertLifecycle.State.values();
        return "\n**An alert**: what happens, and the state that follows (" + SAME + ": the same).\n\n"
                + matrix(
                        AlertLifecycle.Event.values(),
                        LifecycleTablesTest::meaning,
                        alert,
                        (event, state) -> AlertLifecycle.next(state, event))
                + "\n"
                + "What runs in a state, whether the desk may set the alert aside in it, what follows in danger when"
                + " its time is over, and what the source reads then, by what it read before. What somebody took on is"
                + " set aside no more once they let go of it. A drill and a canary have no source. That of a canary"
                + " tip reads the same as one in danger, but nothing before the desk has spoken. Nobody else is called"
                + " to any of the three. An alert for staff runs as one in danger, and has no source.\n\n"
                + table(
                        List.of(
                                "state",
                                "danger, staff",
                                "drill, canary",
                                "may be set aside",
                                "its time is over",
                                "the same, set aside",
                                "read nothing",
                                "no answer",
                                "answered",
                                "open again",
                                "cancelled"),
                        Stream.of(alert)
                                .flatMap(state -> state == AlertState.EXPIRED
                                        ? Stream.of(
                                                timersAndSource("expired, nobody has it", state, false),
                                                timersAndSource("expired, a partner has it", state, true))
                                        : Stream.of(timersAndSource(word(state), state, isHeld(state)))))
                + "\n**An alert with one partner**\n\n"
                + matrix(
                        PartnerAlertLifecycle.Event.values(),
                        LifecycleTablesTest::meaning,
                        partner,
                        (event, state) -> PartnerAlertLifecycle.next(state, event))
                + "\nWhat a state means. A cancellation is repeated until somebody there has confirmed it.\n\n"
                + table(
                        List.of(
                                "state",
                                "the desk is told",
                                "for the alert",
                                "a message is repeated",
                                "others are called"),
                        Stream.of(partner).map(LifecycleTablesTest::meaningOf))
                + "\n";
    }

    private static boolean isHeld(AlertState state) {
        return AlertLifecycle.isHeld(state, AlertLifecycle.Event.IN_TIME);
    }

    private static List<String> timersAndSource(String name, AlertState state, boolean isHeld) {
        assertThat(AlertLifecycle.timer(AlertLifecycle.Kind.STAFF, state))
                .isEqualTo(AlertLifecycle.timer(AlertLifecycle.Kind.DANGER, state));
        List<String> row = new ArrayList<>(List.of(
                name,
                timer(AlertLifecycle.timer(AlertLifecycle.Kind.DANGER, state)),
                timer(AlertLifecycle.timer(AlertLifecycle.Kind.DRILL, state)),
                AlertLifecycle.maySetAside(Basis.SOURCE_ASSERTED, state) ? "unless confirmed" : "",
                end(state, false),
                end(state, true)));
        for (AlertState told : Arrays.asList(
                null, AlertState.UNANSWERED, AlertState.ACKNOWLEDGED, AlertState.OPEN, AlertState.CANCELLED)) {
            AlertState reads = AlertLifecycle.sourceReads(state, isHeld, told);
            boolean isPossible = told != AlertState.CANCELLED || state == AlertState.CANCELLED;
            row.add(!isPossible ? "" : reads == told ? SAME : source(reads));
        }
        return row;
    }

    private static String end(AlertState state, boolean isAside) {
        if (AlertLifecycle.isOver(state)) {
            return "";
        }
        return AlertLifecycle.endsByItself(AlertLifecycle.Kind.DANGER, state, isAside)
                ? "it expires"
                : "the desk is asked";
    }

    private static List<String> meaningOf(PartnerAlertLifecycle.State state) {
        return List.of(
                word(state),
                word(state.told),
                word(state.meaning),
                word(PartnerAlertLifecycle.repeat(state, MessageType.UPDATE)),
                PartnerAlertLifecycle.isPassedOn(state) ? "yes" : "");
    }

    private interface Next<E, S> {
        S after(E event, S state);
    }

    private static <E extends Enum<E>, S extends Enum<S>> String matrix(
            E[] events, Function<E, String> meaning, S[] states, Next<E, S> next) {
        List<String> head = new ArrayList<>(List.of(""));
        Stream.of(states).map(LifecycleTablesTest::word).forEach(head::add);
        return table(head, Stream.of(events).map(event -> {
            List<String> row = new ArrayList<>(List.of(meaning.apply(event)));
            for (S state : states) {
                S after = next.after(event, state);
                row.add(after == state ? SAME : word(after));
            }
            return row;
        }));
    }

    private static String table(List<String> head, Stream<List<String>> rows) {
        return line(head)
                + line(Collections.nCopies(head.size(), "---")).replace(" ", "")
                + rows.map(LifecycleTablesTest::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String timer(AlertLifecycle.Timer timer) {
        return switch (timer) {
            case ESCALATION -> "the clock runs";
            case TAKEN_ON -> "until it ends";
            case NONE -> "";
        };
    }

    private static String source(@Nullable AlertState reads) {
        return switch (Objects.requireNonNull(reads)) {
            case UNANSWERED -> "no answer";
            case ACKNOWLEDGED -> "answered";
            case OPEN -> "open again";
            case CANCELLED -> "cancelled";
            default -> throw new IllegalArgumentException("a source does not read " + reads);
        };
    }

    private static String meaning(AlertLifecycle.Event event) {
        return switch (event) {
            case NOT_DELIVERED -> "no partner has it";
            case DELIVERED -> "a partner's server has it";
            case ACKNOWLEDGED -> "somebody at a partner has seen it";
            case CLAIMED -> "a partner has claimed it";
            case RESOLVED -> "a partner says that it is resolved";
            case IN_TIME -> "a look at the clock: it is not late";
            case LATE -> "a look at the clock: no answer for 30 minutes";
            case NOBODY_TAKES_IT_YET -> "a look at the clock: no partner takes it unconfirmed";
            case NOBODY_REACHABLE -> "a look at the clock: nobody can be reached";
            case CONFIRMED -> "the desk confirms it";
            case CANCELLED -> "the desk cancels it, or its source withdraws it";
            case EXPIRED -> "its time is over, if that ends it";
            case ROUND_BEGAN -> "a canary's next round begins";
        };
    }

    private static String meaning(PartnerAlertLifecycle.Event event) {
        return switch (event) {
            case DELIVERED -> "their server takes the latest message";
            case ACKNOWLEDGED -> "they have seen it";
            case NEEDS_INFO -> "they need more information";
            case CLAIMED -> "they claim it, or renew the claim";
            case DECLINED -> "they decline it";
            case RELEASED -> "they give it back";
            case RESOLVED -> "they say that it is resolved";
            case LOOKED_AFTER -> "they are staff on duty, and do not hand it back";
            case ANSWERED_BY_TELEPHONE -> "they say on the telephone that they see to it";
            case DECLINED_BY_TELEPHONE -> "they say on the telephone that they cannot";
            case CANCELLATION_ACKNOWLEDGED -> "they have seen that it is cancelled";
            case TIME_ENDED -> "what they took on ends";
            case HOLDER_LOST -> "they are silent for five minutes, or ended";
            case OTHERS_CALLED -> "the desk calls others";
            case PARTNER_ENDED -> "the desk ends the partner";
            case REOPENED -> "the desk goes on with the alert";
            case ROUND_BEGAN -> "a canary's next round begins";
        };
    }
}
