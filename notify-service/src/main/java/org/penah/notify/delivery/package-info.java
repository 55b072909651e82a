/** What each partner is to be told, which {@code edge} and {@code slot} take to them, and how that ended. */
@NullMarked
package org.penah.notify.delivery;

import org.jspecify.annotations.NullMarked;
