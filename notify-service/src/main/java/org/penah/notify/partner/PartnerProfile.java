package org.penah.notify.partner;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.PartnerDecided;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.webhook.VerificationKey;

/**
 * Holds what a partner hands over about itself, as {@code penah-partner init} prints it.
 *
 * @param name 1 to 31 lower-case letters, digits and hyphens; the alert's {@code to}
 * @param url where alerts go: https, or http to an onion service
 * @param recipient {@code age1pq1…}, whom alerts are sealed to
 * @param acknowledgementKey {@code whpk_…}, what the partner's answers are verified with
 * @param acceptsSourceAsserted whether they want to hear of threats that the desk has not confirmed yet
 * @param channel slots if nothing is said
 * @param tier 1 to 9, who is told first, which our own administrator adds; 1 if nothing is said
 * @param languages what is spoken there; all of ours if nothing is said
 * @param pins SHA-256, in base64, of the public keys (SubjectPublicKeyInfo) of which the partner's certificate must hold
 *     one; if nothing is said, any certificate that the platform trusts
 * @param keys raised by our own administrator to change our keys; 1 if nothing is said
 * @param overlap false once the partner has our new keys, so that the old ones sign no more; true if nothing is said
 * @param regions UN M49 codes of what they can help in; everywhere if nothing is said
 * @param hours when a human is on call; always if nothing is said
 * @param canary true for a canary partner, which our own administrator runs: it hears of synthetic alerts and of nothing else
 * @param staff true for our own people on duty, which our own administrator adds: they hear of what waits at the desk and of no alert to partners
 */
@JsonIgnoreProperties("gone") // which an administrator may have written before 30 November 2026
record PartnerProfile(
        String name,
        URI url,
        String recipient,
        String acknowledgementKey,
        boolean acceptsSourceAsserted,
        Channel channel,
        Integer tier,
        List<String> languages,
        List<String> pins,
        Integer keys,
        Boolean overlap,
        List<String> regions,
        @Nullable Hours hours,
        @Nullable Boolean canary,
        @Nullable Boolean staff) {

    private static final int MAX_URL_CHARS = 500;
    /**
     * When a human is on call.
     *
     * @param zone of the tz database
     * @param open {@code mon-fri 09:00-17:00} and the like, in that zone's time
     */
    record Hours(String zone, List<String> open) {

        Hours {
            OnCall.parse(zone, open);
            open = List.copyOf(open);
        }

        static @Nullable Hours of(PartnerDecided.@Nullable Hours said) {
            return said == null ? null : new Hours(said.zone(), said.open());
        }
    }

    private static final int MAX_REGIONS = 50;
    private static final int MAX_PINS = 4;

    PartnerProfile {
        require(name != null && name.matches("[a-z][a-z0-9-]{0,30}"), "a partner has no proper name");
        require(url != null && url.toString().length() <= MAX_URL_CHARS, "a partner has no url, or one too long");
        require(recipient != null, "a partner has no recipient");
        require(acknowledgementKey != null, "a partner has no acknowledgement key");
        channel = channel == null ? Channel.SLOTS : channel;
        tier = tier == null ? 1 : tier;
        require(tier >= 1 && tier <= 9, "a partner has no tier from 1 to 9");
        languages = languages == null ? OperatorWords.LANGUAGES : List.copyOf(languages);
        require(
                !languages.isEmpty()
                        && OperatorWords.LANGUAGES.containsAll(languages)
                        && Set.copyOf(languages).size() == languages.size(),
                "a partner's languages are not ours, or named twice");
        pins = pins == null ? List.of() : List.copyOf(pins);
        require(
                pins.size() <= MAX_PINS
                        && pins.stream().allMatch(pin -> pin.matches("[A-Za-z0-9+/]{43}="))
                        && Set.copyOf(pins).size() == pins.size(),
                "a partner's pins are not SHA-256 in base64, or named twice, or too many");
        regions = regions == null ? List.of() : List.copyOf(regions);
        require(
                regions.size() <= MAX_REGIONS
                        && regions.stream().allMatch(region -> region.matches("[0-9]{3}"))
                        && Set.copyOf(regions).size() == regions.size(),
                "a partner's regions are not M49 codes, or named twice, or too many");
        keys = keys == null ? 1 : keys;
        require(keys >= 1, "a partner's keys are counted from 1");
        overlap = overlap == null || overlap;
        require(!Boolean.TRUE.equals(canary) || !Boolean.TRUE.equals(staff), "a canary partner is not staff on duty");
        require(
                !Boolean.TRUE.equals(staff) || channel == Channel.SLOTS,
                "staff on duty take slots: at the edge an observer would see when danger is reported");
        // Both refuse what is malformed. Alerts are never sealed to anything but a post-quantum recipient.
        HybridRecipient.parse(recipient);
        VerificationKey.parse(acknowledgementKey);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
