/** Alerts that two members raise without the source's consent, because a life depends on it. */
@NullMarked
package org.penah.triage.vitalinterest;

import org.jspecify.annotations.NullMarked;
