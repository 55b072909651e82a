package org.penah.triage.tip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the list.
 *
 * @param next asks for the part behind it; absent at the end
 */
record TipPage(List<TipView> tips, @Nullable String next) {}
