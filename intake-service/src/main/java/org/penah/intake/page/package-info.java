/** The pages that a source sees: one request each, no script, nothing from elsewhere. */
@NullMarked
package org.penah.intake.page;

import org.jspecify.annotations.NullMarked;
