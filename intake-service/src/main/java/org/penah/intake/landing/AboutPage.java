package org.penah.intake.landing;

import io.quarkus.qute.TemplateInstance;
import org.penah.intake.page.PageLayout;

/** Shows who runs this site, whom to turn to, and what they keep: the operator's words, all of them. */
record AboutPage(PageLayout frame) implements TemplateInstance {}
