package org.penah.intake.form;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An earlier tip of the same source that a form adds to, as the page carries it from the inbox, and what is worse now.
 *
 * <p>A source can change it in the page. That gains nothing: an ordinary form may choose any queue and report any danger, too.
 *
 * @param queue of the earlier tip
 * @param before the danger that it reported, or null
 * @param asksConsent whether the source has come to allow what they did not allow; only where they reported danger
 * @param allowed whether a tip of theirs still allows us to tell organisations of it
 * @param now the danger if it is worse now, or null
 */
public record Addition(
        UUID tip,
        String queue,
        @Nullable Urgency before,
        boolean asksConsent,
        boolean allowed,
        @Nullable Urgency now) {

    /** The answer to "is it worse now?" that leaves the danger as it was; the others say how soon. */
    public static final String AS_BEFORE = "as-before";

    private static final Pattern WRITTEN = Pattern.compile(
            "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([a-z][a-z0-9-]{0,30}) (none|hours|days)( ask)?( allowed)?");

    public Addition(UUID tip, String queue, @Nullable Urgency before, boolean asksConsent, boolean allowed) {
        this(tip, queue, before, asksConsent, allowed, null);
    }

    /** The earlier tip that a form names, if it names one. */
    public static Optional<Addition> of(Draft draft) {
        Matcher written = WRITTEN.matcher(draft.text(Field.FOLLOWS));
        if (!written.matches()) {
            return Optional.empty();
        }
        Urgency before = urgency(written.group(3));
        return Optional.of(new Addition(
                UUID.fromString(written.group(1)),
                written.group(2),
                before,
                before != null && written.group(4) != null,
                before != null && written.group(5) != null,
                urgency(draft.text(Field.SOON))));
    }

    /** As a page carries it. */
    public String written() {
        return tip + " " + queue + " " + (before == null ? "none" : before.word()) + (asksConsent ? " ask" : "")
                + (allowed ? " allowed" : "");
    }

    public boolean isWorse() {
        return now != null;
    }

    /** The danger by what was said before or is said now; never less than was said before. */
    public Threat threat() {
        return Stream.of(Optional.ofNullable(before), Optional.ofNullable(now))
                .flatMap(Optional::stream)
                .min(Urgency::compareTo)
                .map(soonest -> new Threat(ThreatTarget.UNSPECIFIED, soonest, null))
                .orElseGet(Threat::none);
    }

    /** Whether the form asks whom we may tell. */
    public boolean asksWhomToTell() {
        return asksConsent || isWorse();
    }

    private static @Nullable Urgency urgency(String word) {
        return Arrays.stream(Urgency.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElse(null);
    }
}
