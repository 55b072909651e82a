/** A member's own key, which their browser made and this service keeps sealed: under their passphrase, and under their passkey. */
@NullMarked
package org.penah.triage.memberkey;

import org.jspecify.annotations.NullMarked;
