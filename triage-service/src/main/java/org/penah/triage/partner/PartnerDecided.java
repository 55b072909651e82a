package org.penah.triage.partner;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireNumber;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.manifest.OperatorWords;

/**
 * Tells notify-service, as event {@code org.penah.partner.decided.v1}, what the desk has decided about a partner, whole.
 *
 * @param version grows with each decision about this partner
 * @param disabled a person has decided that it is no longer a partner
 * @param statement what the partner says of itself, signed; absent if the administrator's file brought it in
 * @param profile how it is told; absent if the desk has never said
 */
record PartnerDecided(
        String name,
        int version,
        boolean disabled,
        @Nullable String statement,
        @Nullable Profile profile) {

    static final String TYPE = "org.penah.partner.decided.v1";

    private static final int MAX_TIER = 9;
    private static final int MAX_REGIONS = 50;
    private static final int MAX_SPANS = 20;
    private static final int MAX_ZONE_CHARS = 60;
    private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
    private static final String TIME = "([01][0-9]|2[0-4]):[0-5][0-9]";
    private static final String SPAN = DAY + "(-" + DAY + ")? " + TIME + "-" + TIME;

    /**
     * How a partner is told.
     *
     * @param tier 1 to 9, who is told first
     * @param regions UN M49 codes of what they can help in; empty for everywhere
     * @param hours when a human is on call; absent for always
     */
    record Profile(
            int tier,
            List<String> languages,
            List<String> regions,
            @Nullable Hours hours) {

        Profile {
            require(tier >= 1 && tier <= MAX_TIER, "tier is not from 1 to 9");
            require(
                    languages != null
                            && !languages.isEmpty()
                            && Set.copyOf(languages).size() == languages.size()
                            && OperatorWords.LANGUAGES.containsAll(languages),
                    "languages is empty, or names one twice or an unsupported one");
            require(
                    regions != null
                            && regions.size() <= MAX_REGIONS
                            && Set.copyOf(regions).size() == regions.size()
                            && regions.stream().allMatch(region -> region.matches("[0-9]{3}")),
                    "regions is missing or too long, or has an invalid M49 code");
            languages = List.copyOf(languages);
            regions = List.copyOf(regions);
        }
    }

    /**
     * When a human is on call.
     *
     * @param zone of the tz database
     * @param open {@code mon-fri 09:00-17:00} and the like, in that zone's time
     */
    record Hours(String zone, List<String> open) {

        Hours {
            require(zone != null && zone.length() <= MAX_ZONE_CHARS && isZone(zone), "zone is not of the tz database");
            require(
                    open != null
                            && !open.isEmpty()
                            && open.size() <= MAX_SPANS
                            && open.stream().allMatch(Hours::isSpan),
                    "open has a span that is not like mon-fri 09:00-17:00");
            open = List.copyOf(open);
        }

        private static boolean isZone(String zone) {
            try {
                ZoneId.of(zone);
                return true;
            } catch (DateTimeException unknown) {
                return false;
            }
        }

        // Times of one length compare as text.
        private static boolean isSpan(String span) {
            String times = span.substring(span.indexOf(' ') + 1);
            return span.matches(SPAN)
                    && times.substring(0, 5).compareTo(times.substring(6)) < 0
                    && times.substring(6).compareTo("24:00") <= 0;
        }
    }

    PartnerDecided {
        require(isName(name), "name is not the name of a partner");
        requireNumber(version, "version");
    }

    static boolean isName(@Nullable String name) {
        return name != null && name.matches("[a-z][a-z0-9-]{0,30}");
    }
}
