/** Posts each message to partners that cannot do slots, until somebody has acknowledged it. */
@NullMarked
package org.penah.notify.edge;

import org.jspecify.annotations.NullMarked;
