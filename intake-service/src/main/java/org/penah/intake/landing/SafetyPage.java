package org.penah.intake.landing;

import io.quarkus.qute.TemplateInstance;
import org.penah.intake.page.PageLayout;

/** Shows how to be safer, what is protected and what is not, and what happens next. */
record SafetyPage(PageLayout frame) implements TemplateInstance {}
