/** The only way out: it decides which addresses a request may reach, and pins the one that was checked. */
@NullMarked
package org.penah.notify.egress;

import org.jspecify.annotations.NullMarked;
