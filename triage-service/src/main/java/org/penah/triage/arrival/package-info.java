/** What arrives from intake-service: each tip is kept once, and its sealed file taken out of reach of the edge. */
@NullMarked
package org.penah.triage.arrival;

import org.jspecify.annotations.NullMarked;
