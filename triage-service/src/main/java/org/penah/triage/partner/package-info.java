/** Protection organisations as notify-service describes them, and whether alerts pass through our own channel. */
@NullMarked
package org.penah.triage.partner;

import org.jspecify.annotations.NullMarked;
