package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.penah.triage.access.FourEyes;
import org.penah.triage.alert.Alerts;
import org.penah.triage.details.DetailsApprovals;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.reply.HeldReplies;
import org.penah.triage.tip.MovedTips;
import org.penah.triage.tip.Tips;
import org.penah.triage.vitalinterest.VitalInterests;
import org.penah.triage.work.StepEffects.Taken;

/**
 * Decides who may move a tip to another queue: one member, or two where danger is reported or an alert was told.
 */
@ApplicationScoped
class Moves {

    /** An age header for one post-quantum recipient: nothing else may follow its MAC. */
    private static final int HEADER = 1627;

    private static final byte[] START = "age-encryption.org/v1\n-> mlkem768x25519 ".getBytes(StandardCharsets.US_ASCII);

    private static final int MAC = HEADER - 49;

    private static final Pattern MOVE =
            Pattern.compile("([a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,5}) ([a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,5})");

    private final Tips tips;
    private final MovedTips moved;
    private final Journal journal;
    private final Clock clock;

    Moves(Tips tips, MovedTips moved, Journal journal, Clock clock) {
        this.tips = tips;
        this.moved = moved;
        this.journal = journal;
        this.clock = clock;
    }

    /** @throws ProblemException if this is not base64 of a header as browsers make it */
    static byte[] header(String base64) {
        try {
            byte[] header = Base64.getDecoder().decode(base64);
            if (header.length == HEADER
                    && Arrays.equals(header, 0, START.length, START, 0, START.length)
                    && new String(header, MAC, HEADER - MAC, StandardCharsets.ISO_8859_1)
                            .matches("\n--- [A-Za-z0-9+/]{43}\n")) {
                return header;
            }
        } catch (IllegalArgumentException noBase64) {
            // The same.
        }
        throw ProblemException.unprocessable(
                "not-a-header", "Not a header", "The tip was not sealed as it must be. Nothing was changed.");
    }

    Uni<Void> ask(Taken step) {
        if (!step.value().matches("[a-z][a-z0-9-]{0,31}")) {
            throw ProblemException.badRequest("value is not the name of a queue");
        }
        return tips.readersOf(step.session(), step.tip())
                .invoke(readers -> {
                    FourEyes.requireReader(step.who().name(), readers);
                    moved.ask(step.tip(), step.who(), step.value());
                })
                .replaceWithVoid();
    }

    Uni<Void> keepHere(Taken step) {
        moved.keepHere(step.tip());
        return Uni.createFrom().voidItem();
    }

    Uni<Void> move(Taken step) {
        var places = MOVE.matcher(step.value());
        String header = step.request().header();
        if (!places.matches() || header == null) {
            throw ProblemException.badRequest("value is not two epochs, or header is missing");
        }
        EpochId from = EpochId.parse(places.group(1));
        EpochId to = EpochId.parse(places.group(2));
        if (!from.equals(moved.place(step.tip()))) {
            throw ProblemException.conflict(
                    "moved", "Moved", "Somebody has moved this tip meanwhile. Nothing was changed.");
        }
        moved.requireMovable(step.tip());
        return mayLeave(step)
                .chain(() -> requireColleague(step, to))
                .chain(() -> moved.move(step.session(), step.who(), step.tip(), to, header(header)))
                .chain(() -> record(step, from, to));
    }

    Uni<Void> giveBack(Taken step) {
        EpochId from = moved.place(step.tip());
        moved.requireOpen(step.tip());
        return mayLeave(step)
                .chain(() -> moved.origin(step.session(), step.tip()))
                .chain(origin -> requireColleague(step, origin))
                .chain(() -> moved.giveBack(step.session(), step.who(), step.tip()))
                .chain(to -> record(step, from, to));
    }

    /** A colleague may hold it, or two members may be at something that only this queue can read. */
    private Uni<Void> mayLeave(Taken step) {
        AssignmentRules.release(step.assignee(), step.who(), clock.instant());
        return DetailsApprovals.isWaiting(step.session(), step.tip().id())
                .chain(details -> details
                        ? Uni.createFrom().item(true)
                        : VitalInterests.isWaiting(step.session(), step.tip().id()))
                .invoke(waits -> {
                    if (waits) {
                        throw ProblemException.conflict(
                                "waits-for-second",
                                "Somebody waits",
                                "Something about this tip waits for a second person. Decide about that first. Nothing was changed.");
                    }
                })
                .chain(() -> Alerts.isCancelling(step.session(), step.tip().danger()))
                .invoke(cancelling -> {
                    if (cancelling) {
                        throw ProblemException.conflict(
                                "cancelling",
                                "To be cancelled",
                                "Somebody has asked to cancel its alert. Cancel or keep that first. Nothing was changed.");
                    }
                })
                .chain(() -> HeldReplies.isWaiting(step.session(), step.tip()))
                .invoke(waits -> {
                    if (waits) {
                        throw ProblemException.conflict(
                                "answer-waits",
                                "An answer waits",
                                "An answer to its source goes out in a few seconds. Try again then. Nothing was changed.");
                    }
                })
                .chain(() -> tips.readersUpTo(step.session(), step.tip()))
                .invoke(readers -> FourEyes.requireReader(step.who().name(), readers))
                .replaceWithVoid();
    }

    private Uni<Void> requireColleague(Taken step, EpochId to) {
        var danger = step.tip().danger();
        if (!danger.threat().isReported() && danger.alertId() == null) {
            return Uni.createFrom().voidItem();
        }
        return tips.readersOf(step.session(), step.tip())
                .invoke(readers -> FourEyes.require(
                        moved.request(step.tip())
                                .filter(request -> request.queue().equals(to.queue()))
                                .map(MovedTips.Request::by)
                                .orElseThrow(
                                        () -> ProblemException.conflict(
                                                "four-eyes",
                                                "A second person",
                                                "Danger is reported here: a colleague has to ask for the move first. Nothing was changed.")),
                        step.who().name(),
                        readers))
                .replaceWithVoid();
    }

    private Uni<Void> record(Taken step, EpochId from, EpochId to) {
        return journal.record(step.session(), step.who(), Deed.TIP_LEFT, from.toString())
                .chain(() -> journal.record(step.session(), step.who(), Deed.TIP_CAME, to.toString()));
    }
}
