/** Errors as they leave the API (RFC 9457): a kind and a status, never a value that somebody sent. */
@NullMarked
package org.penah.notify.problem;

import org.jspecify.annotations.NullMarked;
