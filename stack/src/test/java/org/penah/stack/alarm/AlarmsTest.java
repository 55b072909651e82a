package org.penah.stack.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** One table of alarms, and two copies for others to read; {@code -Dalarms.write} writes those again. */
class AlarmsTest {

    private static final Path RULES = Path.of("../k8s/base/watch/rules.yaml");
    private static final Path GUIDE = Path.of("../docs/operations.md");
    private static final Pattern GUIDES_TABLE =
            Pattern.compile("^\\| alert \\|.*?\n(?=\n)", Pattern.DOTALL | Pattern.MULTILINE);
    private static final boolean WRITE = System.getProperty("alarms.write") != null;
    private static final String AGAIN =
            "%s differs from Alarms.java, its source. Change that table, then regenerate the copy:%n"
                    + "mvn -pl stack -am test -Dtest=AlarmsTest -Dsurefire.failIfNoSpecifiedTests=false -Dalarms.write";

    /** Alarm, what a service says when it goes off, and what it says when all is well. */
    static final String[][] VALUES = {
        {"DutyPhone", "penah_alerts_duty 1.0", "penah_alerts_duty 0.0"},
        {"NobodyReachable", "penah_alerts_unreachable 2.0", "penah_alerts_unreachable 0.0"},
        {"NobodyAnswered", "penah_alerts_long_unanswered 1.0", "penah_alerts_long_unanswered 0.0"},
        {"SecondPersonMissing", "penah_second_person_late 1.0", "penah_second_person_late 0.0"},
        {"TipsUndecided", "penah_tips_undecided 1.0", "penah_tips_undecided 0.0"},
        {"AlertByTelephone", "penah_alerts_by_telephone 1.0", "penah_alerts_by_telephone 0.0"},
        {"AlertsNotTold", "penah_slots_trouble 1.0", "penah_slots_trouble 0.0"},
        {"AlertsLate", "penah_slots_slow 1.0", "penah_slots_slow 0.0"},
        {"NotCounted", "penah_alerts_uncounted_seconds 121.0", "penah_alerts_uncounted_seconds 120.0"},
        {"NotCounted", "penah_tips_uncounted_seconds 121.0", "penah_tips_uncounted_seconds 120.0"},
        {"AlertsQuiet", "penah_alerts_quiet 1.0", "penah_alerts_quiet 0.0"},
        {"AlertOverdue", "penah_alerts_overdue 1.0", "penah_alerts_overdue 0.0"},
        {"AlertStuck", "penah_alerts_stuck 1.0", "penah_alerts_stuck 0.0"},
        {"AlertOrphaned", "penah_alerts_orphaned 1.0", "penah_alerts_orphaned 0.0"},
        {"AlertUndecided", "penah_alerts_undecided 1.0", "penah_alerts_undecided 0.0"},
        {"DecisionUnheard", "penah_decisions_unheard 1.0", "penah_decisions_unheard 0.0"},
        {"RowUnreadable", "penah_desk_rows_unreadable 1.0", "penah_desk_rows_unreadable 0.0"},
        {"QueueWithoutKey", "penah_queues_keyless 1.0", "penah_queues_keyless 0.0"},
        {"PartnerUnreadable", "penah_partners_unreadable 1.0", "penah_partners_unreadable 0.0"},
        {"CanaryAbsent", "penah_canary_absent 1.0", "penah_canary_absent 0.0"},
        {"CanaryMissed", "penah_canary_missed 2.0", "penah_canary_missed 1.0"},
        {"CanaryTipMissed", "penah_canary_tip_seconds 8101.0", "penah_canary_tip_seconds 8100.0"},
        {"CanaryTipAbsent", "penah_canary_tip_absent 1.0", "penah_canary_tip_absent 0.0"},
        {"PartnerMissesBeats", "penah_partners_silent 1.0", "penah_partners_silent 0.0"},
        {"PartnersLeftOut", "penah_partners_refused 1.0", "penah_partners_refused 0.0"},
        {"StaffAbsent", "penah_staff_absent 1.0", "penah_staff_absent 0.0"},
        {"StaffUnreachable", "penah_staff_unreachable 1.0", "penah_staff_unreachable 0.0"},
        {"TipsOverdue", "penah_tips_overdue 1.0", "penah_tips_overdue 0.0"},
        {"FormClosed", "penah_form_open 0.0", "penah_form_open 1.0"},
        {"BlobsFailing", "penah_blobs_failing 1.0", "penah_blobs_failing 0.0"},
        {"SignTheKeys", "penah_keys_alarm 1.0", "penah_keys_alarm 0.0"},
        {"SignTheKeysNow", "penah_keys_days_left 3.0", "penah_keys_days_left 4.0"},
        {"SignTheKeysNow", "penah_keys_days_left -15.0", "penah_keys_days_left NaN"},
        {"ScriptUnsigned", "penah_script_signed 0.0", "penah_script_signed 1.0"},
        {"EventsNotLeaving", "penah_outbox_stuck 1.0", "penah_outbox_stuck 0.0"},
        {"EventsNotComing", "penah_inbox_away 1.0", "penah_inbox_away 0.0"},
        {"EventsRejected", "penah_inbox_rejecting 1.0", "penah_inbox_rejecting 0.0"},
        {"EpochLost", "penah_desk_epochs_lost 1.0", "penah_desk_epochs_lost 0.0"},
        {"ClocksOfNoQueue", "penah_clocks_queues_unknown 1.0", "penah_clocks_queues_unknown 0.0"},
        {"ClockJumped", "penah_clock_jumped 1.0", "penah_clock_jumped 0.0"},
        {"ClockUnchecked", "penah_clock_unchecked_seconds 3601.0", "penah_clock_unchecked_seconds 3600.0"},
        {"OnionGone", "tor_hs_intro_established_count 0", "tor_hs_intro_established_count 6"},
        {"EpochAbsent", "penah_desk_epochs_absent 1.0", "penah_desk_epochs_absent 0.0"},
        {"Flood", "penah_flood 1.0", "penah_flood 0.0"},
        {"Flood", "penah_chunks_crowded 1.0", "penah_chunks_crowded 0.0"},
        {"Flood", "penah_forms_crowded 1.0", "penah_forms_crowded 0.0"},
    };

    @Test
    void prometheus_reads_the_table() throws IOException {
        String wanted = Copies.rules(Alarms.TABLE);
        if (WRITE) {
            Files.writeString(RULES, wanted);
        }

        assertThat(Files.readString(RULES)).as(AGAIN, RULES.normalize()).isEqualTo(wanted);
    }

    @Test
    void the_guide_shows_the_table() throws IOException {
        String wanted = Copies.guide(Alarms.TABLE);
        if (WRITE) {
            Files.writeString(
                    GUIDE,
                    GUIDES_TABLE.matcher(Files.readString(GUIDE)).replaceFirst(Matcher.quoteReplacement(wanted)));
        }

        Matcher table = GUIDES_TABLE.matcher(Files.readString(GUIDE));
        assertThat(table.find()).isTrue();
        assertThat(table.group()).as(AGAIN, GUIDE.normalize()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @FieldSource("org.penah.stack.alarm.Alarms#TABLE")
    void what_prometheus_reads_means_what_the_table_says(Alarm alarm) throws IOException {
        // When
        JsonNode rule = StreamSupport.stream(
                        new YAMLMapper()
                                .readTree(RULES.toFile())
                                .at("/spec/groups")
                                .spliterator(),
                        false)
                .filter(group -> group.path("name")
                        .asText()
                        .equals("penah-" + alarm.group().name().toLowerCase(Locale.ROOT)))
                .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
                .filter(each -> each.path("alert").asText().equals(alarm.name()))
                .findFirst()
                .orElseThrow();

        // Then
        assertThat(rule.path("expr").asText())
                .isEqualTo(alarm.condition().expression().replace('\n', ' '));
        assertThat(rule.path("for").asText()).isEqualTo(alarm.lasting());
        assertThat(rule.at("/labels/severity").asText())
                .isEqualTo(alarm.severity().name().toLowerCase(Locale.ROOT));
        assertThat(rule.at("/annotations/summary").asText()).isEqualTo(alarm.summary());
    }

    @ParameterizedTest
    @FieldSource("VALUES")
    void an_alarm_goes_off_when_it_must_and_not_when_all_is_well(String name, String wrong, String well) {
        assertThat(seen(wrong)).containsExactly(name);
        assertThat(seen(well)).isEmpty();
    }

    @Test
    void each_alarm_that_one_look_can_see_is_tried() {
        Set<String> visible = Alarms.TABLE.stream()
                .flatMap(alarm ->
                        alarm.condition().signals().stream().map(signal -> alarm.name() + " " + signal.metric()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Arrays.stream(VALUES).map(each -> each[0] + " " + each[1].split(" ", -1)[0]))
                .containsAll(visible);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "penah_flood{pod=\"a\"} 0.0!false",
                "penah_flood{pod=\"a\"} 1.0!true",
                "penah_flood{pod=\"} 1.0\"} 0.0!false",
                "penah_flood_total 1.0!false",
                "# penah_flood 1.0!false",
                "penah_flood 1e2 1764259200000!true",
                "penah_flood +Inf!false",
                "penah_flood one!false",
                "''!false"
            })
    void a_metric_is_found_in_all_that_a_service_says(String line, boolean flood) {
        String said =
                "# TYPE penah_flood gauge\r\npenah_flood{pod=\"b\"} 0.0\r\n" + line + "\r\njvm_threads_live 20.0\r\n";

        assertThat(seen(said).contains("Flood")).isEqualTo(flood);
    }

    private static Set<String> seen(String said) {
        Metrics metrics = Metrics.parse(said);
        return Alarms.TABLE.stream()
                .filter(alarm -> alarm.condition().isSeenIn(metrics))
                .map(Alarm::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
