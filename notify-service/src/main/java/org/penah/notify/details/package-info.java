/** Keeps details that staff sealed to a partner, until that partner has fetched them or nobody may any more. */
@NullMarked
package org.penah.notify.details;

import org.jspecify.annotations.NullMarked;
