package org.penah.notify.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells all that the desk has decided about a partner, {@value #TYPE} on {@code penah.triage.notify}.
 *
 * @param version grows with each decision about this partner; an older one than is known changes nothing
 * @param disabled it is no partner any more: nothing is sent to it and no answer counts
 * @param statement what the partner says of itself, signed with its own key; null if the administrator's file brought it in
 *     and it has said nothing new since
 * @param profile how it is told; null if the desk has never said
 */
public record PartnerDecided(
        String name,
        int version,
        boolean disabled,
        @Nullable String statement,
        @Nullable Profile profile) {

    public static final String TYPE = "org.penah.partner.decided.v1";

    private static final int MAX_STATEMENT_CHARS = 4096;
    private static final int MAX_REGIONS = 50;
    private static final int MAX_SPANS = 20;
    private static final int MAX_SPAN_CHARS = 30;

    /**
     * How a partner is told.
     *
     * @param tier 1 to 9, who is told first
     * @param regions UN M49 codes of what they can help in; empty for everywhere
     * @param hours when a human is on call; null for always
     */
    public record Profile(
            int tier,
            List<String> languages,
            List<String> regions,
            @Nullable Hours hours) {

        public Profile {
            Valid.require(tier >= 1 && tier <= 9, "the tier is not from 1 to 9");
            languages = Valid.languages(languages);
            Valid.require(
                    regions != null
                            && regions.size() <= MAX_REGIONS
                            && regions.stream().allMatch(region -> region.matches("[0-9]{3}")),
                    "the regions are missing, too many or no M49 codes");
            regions = List.copyOf(regions);
        }
    }

    /**
     * When a human is on call.
     *
     * @param zone of the tz database
     * @param open {@code mon-fri 09:00-17:00} and the like, in that zone's time
     */
    public record Hours(String zone, List<String> open) {

        public Hours {
            Valid.require(zone != null && zone.length() <= 60 && open != null, "the hours are not complete");
            Valid.require(
                    open.size() <= MAX_SPANS && open.stream().allMatch(span -> span.length() <= MAX_SPAN_CHARS),
                    "the hours are too long");
            open = List.copyOf(open);
        }
    }

    public PartnerDecided {
        Valid.partner(name);
        Valid.number(version);
        Valid.require(
                statement == null || statement.length() <= MAX_STATEMENT_CHARS, "the partner's statement is too long");
    }
}
