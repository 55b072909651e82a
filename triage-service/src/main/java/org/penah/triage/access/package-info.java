/** Decides in one place who may use which route, and denies every route that it does not list. */
@NullMarked
package org.penah.triage.access;

import org.jspecify.annotations.NullMarked;
