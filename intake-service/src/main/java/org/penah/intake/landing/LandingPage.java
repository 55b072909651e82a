package org.penah.intake.landing;

import io.quarkus.qute.TemplateInstance;
import org.jspecify.annotations.Nullable;
import org.penah.intake.page.PageLayout;

/**
 * Shows where somebody begins: danger, who runs this, whether this page is safe, and the way to write.
 *
 * @param onion whether it was asked for by an onion address
 * @param address our onion address, if we have one
 */
record LandingPage(
        PageLayout frame, boolean onion, @Nullable String address) implements TemplateInstance {}
