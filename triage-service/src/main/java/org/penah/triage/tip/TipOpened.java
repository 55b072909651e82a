package org.penah.triage.tip;

import java.time.LocalDate;
import java.util.UUID;

/** Tells intake-service, as event {@code org.penah.tip.opened.v1}, that the source may see that staff have looked, by day. */
public record TipOpened(UUID tipId, LocalDate day) {

    public static final String TYPE = "org.penah.tip.opened.v1";
}
