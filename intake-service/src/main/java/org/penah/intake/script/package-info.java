/** The form's script: served only if the root key signed its hash. */
@NullMarked
package org.penah.intake.script;

import org.jspecify.annotations.NullMarked;
