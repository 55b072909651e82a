package org.penah.stack.alarm;

import static org.penah.stack.alarm.Alarm.Group.DANGER;
import static org.penah.stack.alarm.Alarm.Group.PARTS;
import static org.penah.stack.alarm.Alarm.Group.WAYS;
import static org.penah.stack.alarm.Alarm.page;
import static org.penah.stack.alarm.Alarm.work;
import static org.penah.stack.alarm.Condition.any;
import static org.penah.stack.alarm.Condition.prometheusAnd;
import static org.penah.stack.alarm.Condition.prometheusOnly;
import static org.penah.stack.alarm.Condition.worse;
import static org.penah.stack.alarm.Signal.above;
import static org.penah.stack.alarm.Signal.atLeast;
import static org.penah.stack.alarm.Signal.below;

import java.util.List;

/**
 * Lists the alarms. {@code AlarmsTest} compares {@code k8s/base/watch/rules.yaml} and {@code docs/operations.md} with it,
 * and can write them.
 */
public final class Alarms {

    private static final Condition NO_ANSWER = any(above("penah_alerts_duty", 0));
    private static final Condition UNREACHABLE = any(above("penah_alerts_unreachable", 0));
    private static final Condition ALL_TOLD = any(above("penah_alerts_long_unanswered", 0));

    public static final List<Alarm> TABLE = List.of(
            page(
                    DANGER,
                    "DutyPhone",
                    NO_ANSWER,
                    "A report of danger has had no answer for 15 minutes.",
                    "Open the desk, see whom the alert went to, and telephone them. The person who calls writes it down there: *Reached by telephone…*"),
            page(
                    DANGER,
                    "NobodyReachable",
                    UNREACHABLE,
                    "No partner can be reached for a report of danger.",
                    "Telephone partners outside the system, by the list on paper. Then look why: is notify-service up,"
                            + " does its node reach the Internet?"),
            page(
                    DANGER,
                    "NobodyAnswered",
                    ALL_TOLD,
                    "Everybody was told of a report of danger, and nobody has answered.",
                    "Telephone partners, by the list on paper. Everybody the source agreed to was told already; only"
                            + " people are left. It continues until somebody answers, there or on the telephone, or the desk cancels the alert."),
            page(
                            DANGER,
                            "DutyPhoneAgain",
                            worse(NO_ANSWER),
                            "Another report of danger has had no answer for 15 minutes.",
                            "A second alert is unanswered while the first still is. Do the same for it.")
                    .because("One that is open already would swallow the next."),
            page(
                    DANGER,
                    "NobodyReachableAgain",
                    worse(UNREACHABLE),
                    "No partner can be reached for another report of danger.",
                    "The same as with `NobodyReachable`, for another one."),
            page(
                    DANGER,
                    "NobodyAnsweredAgain",
                    worse(ALL_TOLD),
                    "Nobody has answered another report of danger.",
                    "The same as with `NobodyAnswered`, for another one."),
            page(
                            DANGER,
                            "AlertStuck",
                            any(above("penah_alerts_stuck", 0)),
                            "The clock of an alert stands, for its row cannot be read or somebody keeps it locked.",
                            "Telephone partners for it, by the list on paper: the desk shows which has not moved. It is"
                                    + " tried again every ten seconds, and the others go on. notify-service's log says"
                                    + " why (`an alert is stuck`); a lock ends with its session, which"
                                    + " `pg_stat_activity` shows.")
                    .lasting("2m")
                    .because("One that was locked for a moment succeeds ten seconds later."),
            page(
                            DANGER,
                            "AlertsNotTold",
                            any(above("penah_slots_trouble", 0)),
                            "Partners' alerts cannot be looked up, so their beats hold none.",
                            "Is notify-service's database there, and quick? Its log and `pg_stat_activity` show what"
                                    + " hangs. Partners see that we have a fault; telephone them if it lasts.")
                    .lasting("1m"),
            work(
                            DANGER,
                            "AlertsLate",
                            any(above("penah_slots_slow", 0)),
                            "Partners' alerts are looked up slowly, so that the next one may leave a slot late.",
                            "notify-service's database is slow, its disk above all: a commit is to take far less than a"
                                    + " quarter of a second. Where it takes longer than half a slot, no alert leaves (`AlertsNotTold`).")
                    .lasting("5m"),
            page(
                            DANGER,
                            "NotCounted",
                            any(
                                    above("penah_alerts_uncounted_seconds", 120),
                                    above("penah_tips_uncounted_seconds", 120)),
                            "A service cannot count its alerts or tips, so the alarms about them say nothing.",
                            "The same as with `AlertsNotTold`, for notify-service or triage-service: the log says which."
                                    + " Until it ends, look at the desk and telephone partners for what waits there.")
                    .because(
                            "It begins at a start, so that gauges that stand at 0 for want of a database are no peace."),
            work(
                            DANGER,
                            "AlertsQuiet",
                            any(above("penah_alerts_quiet", 0)),
                            "Alerts that count as a flood's have had no answer for 15 minutes, and page nobody.",
                            "Staff read some of them, at the desk, folded behind the others: a real one may be among them.")
                    .lasting("10m"),
            work(
                            DANGER,
                            "AlertByTelephone",
                            any(above("penah_alerts_by_telephone", 0)),
                            "Nobody else is called to an alert, because the desk wrote down that a partner was reached by telephone.",
                            "Its tip says who of the desk wrote it down. Ask that person. If nobody did, somebody forged it:"
                                    + " telephone the partner, and treat triage-service as broken into.")
                    .lasting("15m"),
            work(
                    DANGER,
                    "AlertOverdue",
                    any(above("penah_alerts_overdue", 0)),
                    "The time of an alert has passed, and nobody has ended or renewed it.",
                    "It goes on until the desk decides: open its tip, and renew the alert or cancel it."),
            page(
                    DANGER,
                    "AlertOrphaned",
                    any(above("penah_alerts_orphaned", 0)),
                    "An alert goes on, and nobody at the desk can open a tip of it.",
                    "The desk shows it in red; telephone the partners that were told, for you cannot give them details. Is"
                            + " the broker up, does intake-service pass tips on, does somebody hold the key? If none of it explains"
                            + " the alert, treat intake-service as broken into. Two members can end the alert, but first see whether"
                            + " its tip is held back."),
            page(
                            DANGER,
                            "AlertUndecided",
                            any(above("penah_alerts_undecided", 0)),
                            "A partner calls an alert resolved, and nobody at the desk has decided about that in time.",
                            "Nobody is called any more. Somebody with the queue's key opens its tip, and lets the alert go on or"
                                    + " cancels it; ask the source, or telephone the partner, if that is not clear.")
                    .lasting("5m"),
            page(
                    DANGER,
                    "DecisionUnheard",
                    any(above("penah_decisions_unheard", 0)),
                    "The desk decided about an alert, and notify-service has not said for two minutes that it took that.",
                    "Telephone the partners of the tip that the desk names: they may not know. Then look for the event: with"
                            + " `EventsNotLeaving` it waits, with `EventsRejected` it lies among those that are refused; otherwise the"
                            + " broker has lost it: say the same again at the desk, a renewal, a call for others or what a"
                            + " partner said on the telephone, or telephone. A cancellation is said again every two minutes."),
            page(
                    DANGER,
                    "RowUnreadable",
                    any(above("penah_desk_rows_unreadable", 0)),
                    "The desk leaves out a row that it cannot read; it may be a report of danger.",
                    "triage-service's log says of which table (`a row of`). If a newer version wrote it, go back to that"
                            + " one; otherwise somebody has changed the database."),
            work(
                    DANGER,
                    "QueueWithoutKey",
                    any(above("penah_queues_keyless", 0)),
                    "Tips have come for a queue that nobody has the key of; they stand on no list.",
                    "Is the queue in the manifest? Then give its members its keys. If not, intake-service has been broken"
                            + " into, or its settings name a queue that does not exist."),
            work(
                    DANGER,
                    "PartnerUnreadable",
                    any(above("penah_partners_unreadable", 0)),
                    "When somebody is on call at a partner cannot be read.",
                    "The partner still gets its alerts, and so does the next tier. Enter its hours again at the desk;"
                            + " perhaps Java no longer knows its time zone."),
            page(
                    DANGER,
                    "CanaryMissed",
                    any(atLeast("penah_canary_missed", 2)),
                    "Two synthetic alerts in a row were not taken; real ones may not be going out.",
                    "Is the canary partner itself down? If not, alerts are not going out: the same as with"
                            + " `NobodyReachable`. The desk shows a banner."),
            work(
                    DANGER,
                    "CanaryAbsent",
                    any(above("penah_canary_absent", 0)),
                    "There is no canary partner, so nobody tests whether alerts go out.",
                    "Make one, see [The canary](#the-canary). Until then no silence of the alert channel is"
                            + " an alarm, and the desk says that no test alert was sent."),
            page(
                    DANGER,
                    "CanaryTipMissed",
                    any(above("penah_canary_tip_seconds", 8100)),
                    "No canary tip has gone the whole way for more than two hours; tips or alerts may not be arriving.",
                    "`penah-canary` prints how far the last one came: the form, the desk's service, a canary partner. Look"
                            + " there first; then at the broker between them."),
            work(
                    DANGER,
                    "CanaryTipAbsent",
                    any(above("penah_canary_tip_absent", 0)),
                    "No canary tip has ever gone the whole way, so nobody tests the way from a source to a partner.",
                    "Start `penah-canary`, see [The canary](#the-canary)."),
            work(
                    DANGER,
                    "StaffAbsent",
                    any(above("penah_staff_absent", 0)),
                    "No staff are on duty. None of us is called when an imminent tip waits.",
                    "Put somebody on duty, see [Staff on duty](#staff-on-duty). Until then only `TipsOverdue`, `TipsUndecided`,"
                            + " `AlertUndecided`, `DecisionUnheard` and `SecondPersonMissing` wake any of us."),
            page(
                            DANGER,
                            "StaffUnreachable",
                            any(above("penah_staff_unreachable", 0)),
                            "Staff are on duty, and none of their receivers can be reached. None of us is called when an imminent tip"
                                    + " waits.",
                            "Telephone who is on duty: their receiver is off, or their line is down. Until one answers, somebody"
                                    + " keeps the desk open.")
                    .lasting("5m"),
            page(
                    DANGER,
                    "TipsOverdue",
                    any(above("penah_tips_overdue", 0)),
                    "A tip that reports danger is past its due time and nobody has looked.",
                    "Somebody with the queue's key opens the tip now."),
            page(
                            DANGER,
                            "TipsUndecided",
                            any(above("penah_tips_undecided", 0)),
                            "An imminent tip was opened, and nobody has decided about it in time.",
                            "Somebody with the queue's key opens it and decides: confirm or cancel its alert, close it, or put it in"
                                    + " another lane. Ask the member who opened it: the journal names them.")
                    .lasting("5m"),
            page(
                            DANGER,
                            "SecondPersonMissing",
                            any(above("penah_second_person_late", 0)),
                            "Details for a partner, or an alert without consent, have waited too long for a second person.",
                            "Telephone another member of the queue: the desk says whose request waits, and about which tip.")
                    .lasting("5m"),
            work(
                            DANGER,
                            "PartnerMissesBeats",
                            any(above("penah_partners_silent", 0)),
                            "A partner does not take our beats while an alert waits for it, or one in fifty does not, or a receiver of staff does not.",
                            "The desk names each, in a red line and under Partners. Ask them; their server or certificate is likely"
                                    + " down. An alert to them goes to the next tier, too.")
                    .lasting("15m"),
            work(
                    DANGER,
                    "PartnersLeftOut",
                    any(above("penah_partners_refused", 0)),
                    "The import file names more partners than there may be.",
                    "There may be a thousand, those that were ended included. Take lines out of the file, then restart notify-service."),
            page(
                            WAYS,
                            "FormClosed",
                            any(below("penah_form_open", 1)),
                            "The form takes nothing.",
                            "The manifest was refused or is past its end, or the blob store is full or read-only."
                                    + " intake-service's log says which.")
                    .lasting("2m"),
            page(
                            WAYS,
                            "BlobsFailing",
                            any(above("penah_blobs_failing", 0)),
                            "Sealed tips do not reach the bucket, or cannot be read from it.",
                            "The last tip could not be put into the bucket, or read from it. Sources are told that"
                                    + " nothing was kept. The service's log has the store's answer: 403 is the user or"
                                    + " its policy, `RequestTimeTooSkewed` a clock, 507 or `QuotaExceeded` a full store;"
                                    + " without an answer it is the network or its policy. It ends with the next tip"
                                    + " that succeeds.")
                    .lasting("2m"),
            work(
                    WAYS,
                    "SignTheKeys",
                    any(above("penah_keys_alarm", 0)),
                    "The manifest of keys must be signed again, was refused, or does not name the words beside it.",
                    "`./penah keys sign` within the 30 days ([how](key-ceremony.md#every-two-months)). Then give"
                            + " [one server](#on-one-server) the files. On a cluster give them to the desk first, [as at the start](install.md#6-start),"
                            + " with the new `keys.json` and its signature in its ConfigMap `keys`; then put the three and `words` into that of"
                            + " penah-edge, and restart intake."),
            page(
                    WAYS,
                    "SignTheKeysNow",
                    any(below("penah_keys_days_left", 4)),
                    "The manifest of keys ends within days, or has ended.",
                    "The same as with `SignTheKeys`, today. 14 days past the end the form closes."),
            work(
                            WAYS,
                            "ScriptUnsigned",
                            any(below("penah_script_signed", 1)),
                            "The form's script is not the one that the manifest names; pages go without.",
                            "After an update: sign again with `./penah keys sign --script /assets/form.js=FILE`. Until"
                                    + " then pages go without their script, which works.")
                    .lasting("10m"),
            page(
                            WAYS,
                            "EventsNotLeaving",
                            any(above("penah_outbox_stuck", 0).by("namespace")),
                            "A service's events do not reach the broker.",
                            "The service, on a cluster that of the namespace named, does not reach its database or the"
                                    + " broker, or is refused. Tips are kept meanwhile; nothing is lost, but nobody is"
                                    + " told.")
                    .because("The metric waits for two minutes: a database that changes its leader is away for"
                            + " seconds."),
            page(
                            WAYS,
                            "EventsNotComing",
                            any(above("penah_inbox_away", 0).by("namespace")),
                            "A service hears no events from the broker.",
                            "The service, on a cluster that of the namespace named, does not reach the broker, or may not take"
                                    + " from a queue: its log says which error. Events wait at the broker meanwhile; nothing is"
                                    + " lost, but an alert may be among them.")
                    .because("The metric waits for two minutes: a broker that starts again is away for less."),
            page(
                    WAYS,
                    "EventsRejected",
                    any(above("penah_inbox_rejecting", 0).by("namespace")),
                    "A service could not make sense of an event in the last hour. It may be one of danger.",
                    "The service's log says why. Keep the message, which is in `penah.dead`, and look at the desk for an alert that does"
                            + " not move. Two versions that do not understand each other, right after an update: roll back. Otherwise somebody"
                            + " may forge events. The alarm ends after an hour, and with a restart; the message stays in `penah.dead`."),
            work(
                            WAYS,
                            "DeadLetters",
                            prometheusOnly("max(rabbitmq_detailed_queue_messages{queue=\"penah.dead\"}) > 0"),
                            "An event is in penah.dead.",
                            "Look at `penah.dead`: it may contain a report of danger. Pass its alert on by" + " hand.")
                    .lasting("5m"),
            work(
                    WAYS,
                    "ClocksOfNoQueue",
                    any(above("penah_clocks_queues_unknown", 0)),
                    "The settings name a queue whose sources are owed an answer by a day, and no queue is called so.",
                    "triage-service's log names it (`penah.clocks.queues`). Spell it as the ceremony did ([how](running.md#what-to-watch)), and start triage-service again."),
            page(
                    WAYS,
                    "EpochLost",
                    any(above("penah_desk_epochs_lost", 0)),
                    "The lock of an epoch is gone, though nobody destroyed its key; or no member has the key of open tips any more.",
                    "[Locks of epochs](#locks-of-epochs): mount the right volume before anything else."),
            page(
                            WAYS,
                            "EpochAbsent",
                            any(above("penah_desk_epochs_absent", 0)),
                            "The signed keys name an epoch whose key nobody at the desk has, so no tip sealed to it could be opened.",
                            "[Import the keys](#on-one-server) from the ceremony's folder; tips that came meanwhile open then."
                                    + " If that folder is lost, hold a new ceremony today: until its keys are here, no new tip can be opened.")
                    .lasting("2m")
                    .because("A start takes over the keys of a folder first."),
            work(
                    PARTS,
                    "ClockJumped",
                    any(above("penah_clock_jumped", 0).by("namespace")),
                    "A service's date is days from the one that it ran until, so it deletes nothing for its age.",
                    "Is the date right (`timedatectl`)? If not, set it: this ends within ten minutes, with nothing deleted."
                            + " Then look at the desk for alerts that have expired meanwhile, and ask who set the clock. If the"
                            + " date is right, the service was off for more than a day, or its database comes from a backup:"
                            + " do nothing, it ends after three days of running."),
            work(
                            PARTS,
                            "ClockUnchecked",
                            any(above("penah_clock_unchecked_seconds", 3600).by("namespace")),
                            "A service has not been able to check its clock for an hour, so what grows old is not deleted.",
                            "Its database does not answer, is read-only, or the row of `trusted_day` is locked: the log says which"
                                    + " error (`the clock was not looked at`); a lock ends with its session, which `pg_stat_activity`"
                                    + " shows. Until it ends, a clock that jumps is not noticed. If it lasted for more than about a"
                                    + " day, `ClockJumped` follows: that ends after three days of running.")
                    .because("It checks every ten minutes, so five tries have failed."),
            page(
                            PARTS,
                            "ServiceGone",
                            prometheusOnly("""
                                    absent(up{container="intake", pod=~"onion-.*"} == 1) or absent(up{container="intake", pod!~"onion-.*"} == 1)
                                    or absent(up{container="triage"} == 1) or absent(up{container="notify"} == 1)"""),
                            "A service has no instance that answers.",
                            "`kubectl describe` says why. Sources see a page that says that something is broken.")
                    .lasting("2m")
                    .because("The onion's intake-service and the web's: either may be gone while the other answers."),
            page(
                            PARTS,
                            "BrokerGone",
                            prometheusOnly("absent(up{namespace=\"penah-broker\"} == 1)"),
                            "No instance of the broker answers.",
                            "`kubectl describe` in penah-broker. Tips are kept meanwhile, but nobody is told.")
                    .lasting("2m"),
            page(
                            PARTS,
                            "DatabaseGone",
                            prometheusOnly("""
                                    absent(cnpg_collector_up{namespace="penah-edge"} == 1) or absent(cnpg_collector_up{namespace="penah-desk"} == 1)
                                    or absent(cnpg_collector_up{namespace="penah-outgoing"} == 1) or absent(cnpg_collector_up{namespace="penah-identity"} == 1)"""),
                            "A service's database does not run.",
                            "`kubectl get clusters -A` says which. Without intake's database no tip is taken; without notify's"
                                    + " no alert goes out; without triage's or Keycloak's nobody can work at the desk.")
                    .lasting("2m")
                    .because("Its metrics answer without it, so their answer says nothing."),
            page(
                            PARTS,
                            "OnionGone",
                            prometheusAnd(below("tor_hs_intro_established_count", 1), """
                                    up{container="tor"} == 0 or max by (namespace, pod) (tor_hs_intro_established_count) < 1
                                    or absent(tor_hs_intro_established_count{namespace="penah-edge"}) or absent(tor_hs_intro_established_count{namespace="penah-staff-onion"})"""),
                            "The network of Tor does not know the way to the form, or to the desk.",
                            "tor's log, on a cluster in `onion` or `staff-onion`, says how far it came. The form's other addresses still"
                                    + " work; without `staff-onion` staff have no way in, and alerts go out as before.")
                    .lasting("5m")
                    .because("Each onion of several counts: sources know it by its address."),
            page(
                            PARTS,
                            "KeycloakGone",
                            prometheusOnly(
                                    "absent(kube_statefulset_status_replicas_ready{namespace=\"penah-identity\", statefulset=\"keycloak\"} > 0)"),
                            "No instance of Keycloak is ready.",
                            "Nobody can sign in at the desk; who is signed in works on. `kubectl describe` in penah-identity says why.")
                    .lasting("5m"),
            work(
                            PARTS,
                            "BackupOld",
                            prometheusOnly("""
                                    time() - max by (namespace) (barman_cloud_cloudnative_pg_io_last_available_backup_timestamp or kube_cronjob_status_last_successful_time{cronjob="intake-db-dump"}) > 2 * 86400
                                    or absent(kube_cronjob_status_last_successful_time{cronjob="intake-db-dump"})
                                    or absent(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="penah-desk"})
                                    or absent(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="penah-outgoing"})
                                    or absent(barman_cloud_cloudnative_pg_io_last_available_backup_timestamp{namespace="penah-identity"})"""),
                            "A database has had no backup for two days.",
                            "Credentials of the object store, or its network policy; for intake's, `kubectl -n penah-edge"
                                    + " create job --from=cronjob/intake-db-dump now` and its log.")
                    .lasting("1h"),
            work(
                            PARTS,
                            "CertificateEnding",
                            prometheusOnly(
                                    "min by (namespace, name) (certmanager_certificate_expiration_timestamp_seconds{namespace=~\"penah-.+|cert-manager|rabbitmq-system\"}) - time() < 14 * 86400 or absent(certmanager_certificate_expiration_timestamp_seconds)"),
                            "A certificate ends within 14 days and was not renewed.",
                            "`kubectl describe certificate` in its namespace says what its issuer answers.")
                    .lasting("1h"),
            work(
                            PARTS,
                            "RestartDue",
                            prometheusOnly(
                                    "time() - max by (namespace, pod) (kube_pod_start_time{namespace=~\"penah-(edge|desk|outgoing)\", pod=~\"(intake|onion-intake|triage|notify)-.+\", pod!~\".+-db-.+\"}) > 150 * 86400"),
                            "A pod has run for 150 days, on the certificate for the broker that it read at its start.",
                            "`kubectl rollout restart` what it belongs to, within a month: once that certificate has ended, it cannot reach a broker"
                                    + " that has restarted.")
                    .lasting("1h"),
            work(
                            PARTS,
                            "VolumeFilling",
                            prometheusOnly("""
                                    min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes{namespace=~"penah-.+"}
                                    / kubelet_volume_stats_capacity_bytes{namespace=~"penah-.+"}) < 0.15"""),
                            "A volume has less than 15 % left.",
                            "Make it larger before it is full: a full database takes no tip, and a full blob store closes the form.")
                    .lasting("10m"),
            new Alarm(
                    "PenahWatchdog",
                    PARTS,
                    Alarm.Severity.NONE,
                    prometheusOnly("vector(1)"),
                    "",
                    "Prometheus has read these rules and asks them.",
                    "Nothing: it always fires. Route it to a service outside this cluster that calls you once it no longer comes; without that nobody"
                            + " notices a cluster that is off, or rules that Prometheus never read.",
                    ""),
            work(
                            PARTS,
                            "Flood",
                            any(
                                    above("penah_flood", 0),
                                    above("penah_chunks_crowded", 0),
                                    above("penah_forms_crowded", 0)),
                            "The form is being flooded.",
                            "[A flood](#a-flood) says how. Do not close the form.")
                    .lasting("10m"));

    private Alarms() {}
}
