/** Reads {@code multipart/form-data} as it streams, part by part and in the order in which it was sent. */
@NullMarked
package org.penah.intake.multipart;

import org.jspecify.annotations.NullMarked;
