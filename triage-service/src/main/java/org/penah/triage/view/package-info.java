/** What members like to look at, sealed by their browsers: here it is one text of one size for each. */
@NullMarked
package org.penah.triage.view;

import org.jspecify.annotations.NullMarked;
