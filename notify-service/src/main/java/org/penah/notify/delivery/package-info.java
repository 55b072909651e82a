/** Takes what is due to the partners, sealed and signed, until somebody has acknowledged it. */
@NullMarked
package org.penah.notify.delivery;

import org.jspecify.annotations.NullMarked;
