/** Members' saved views and the languages that they chose, sealed by their browsers: to the service, one text of one size for each. */
@NullMarked
package org.penah.triage.view;

import org.jspecify.annotations.NullMarked;
