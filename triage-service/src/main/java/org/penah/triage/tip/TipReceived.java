package org.penah.triage.tip;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireDay;
import static org.penah.triage.event.Contract.requireTime;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.triage.list.Sealing;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.DueTime;
import org.penah.triage.threat.Threat;

/**
 * Tells, as event {@code org.penah.tip.received.v1} from intake-service, that a sealed tip is in the blob store.
 *
 * @param epoch period of the queue's key that the tip is sealed to
 * @param sizeClass size of the sealed tip in bytes, padded
 * @param dueBy by when to look, on a full five minutes; present exactly if danger was reported
 * @param alertId present exactly if danger was reported and the source let us tell protection organisations
 * @param flood true if the form was being flooded meanwhile, otherwise absent
 * @param canary true if our own synthetic source sent it, otherwise absent
 * @param decisionKey Ed25519 key in base64url under which the source signs what they decide; null from versions before
 * @param replyTo the recipient of replies; only for a file that the source sealed, because otherwise it is inside the
 * sealed tip
 */
public record TipReceived(
        UUID tipId,
        UUID blobId,
        String queue,
        int epoch,
        String language,
        Threat threat,
        Consents consents,
        Sealing sealing,
        long sizeClass,
        LocalDate day,
        @Nullable Instant dueBy,
        @Nullable UUID alertId,
        @Nullable Boolean flood,
        @Nullable Boolean canary,
        @Nullable String replyTo,
        @Nullable String decisionKey) {

    private static final long MIN_SIZE = 64 * 1024;

    /** More than any store takes. */
    private static final long MAX_SIZE = 1L << 40;

    /** A new one each day for more than two thousand years. */
    private static final int MAX_EPOCH = 1_000_000;

    public TipReceived {
        require(tipId != null, "tipId is missing");
        require(blobId != null, "blobId is missing");
        require(queue != null && queue.matches("[a-z][a-z0-9-]{0,30}"), "queue is not the name of a queue");
        require(epoch >= 1 && epoch <= MAX_EPOCH, "epoch is less than 1 or too large");
        require(language != null && OperatorWords.LANGUAGES.contains(language), "language is not supported");
        require(threat != null, "threat is missing");
        require(consents != null, "consents is missing");
        require(sealing != null, "sealing is missing");
        require(sizeClass >= MIN_SIZE && sizeClass <= MAX_SIZE, "sizeClass is not from 64 KiB to 1 TiB");
        requireDay(day, "day");
        require((dueBy != null) == threat.isReported(), "dueBy belongs to a threat and to nothing else");
        if (dueBy != null) {
            requireTime(dueBy, "dueBy");
            require(DueTime.isCoarse(dueBy), "dueBy is finer than five minutes");
        }
        require(
                (alertId != null) == (threat.isReported() && consents.alert()),
                "alertId belongs to a threat that may be told and to nothing else");
        require(flood == null || flood, "flood is neither true nor absent");
        require(canary == null || canary, "canary is neither true nor absent");
        require(decisionKey == null || Decision.isKey(decisionKey), "decisionKey is not a key");
        require(replyTo == null || sealing == Sealing.DEVICE, "replyTo lies sealed unless the source sealed the file");
        require(replyTo == null || replyTo.matches("age1pq1[0-9a-z]{1800,2100}"), "replyTo is not a hybrid recipient");
    }
}
