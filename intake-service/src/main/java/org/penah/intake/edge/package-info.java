/** What holds for every request and answer, whatever its path: no credentials in, no traces out. */
@NullMarked
package org.penah.intake.edge;

import org.jspecify.annotations.NullMarked;
