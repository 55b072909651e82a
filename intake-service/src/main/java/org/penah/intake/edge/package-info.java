/** Rules for every request and answer on every path: no credentials in, no traces out. */
@NullMarked
package org.penah.intake.edge;

import org.jspecify.annotations.NullMarked;
