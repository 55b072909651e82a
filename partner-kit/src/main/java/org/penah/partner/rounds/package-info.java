/** Whether the work that this program does again and again is still done. */
@NullMarked
package org.penah.partner.rounds;

import org.jspecify.annotations.NullMarked;
