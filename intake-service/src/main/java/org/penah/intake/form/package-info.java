/** The form's questions, and what may be answered: decisions only, no framework. */
@NullMarked
package org.penah.intake.form;

import org.jspecify.annotations.NullMarked;
