/** Tips at the desk: taken from intake-service, listed, looked at, decided about; never opened here. */
@NullMarked
package org.penah.triage.tip;

import org.jspecify.annotations.NullMarked;
