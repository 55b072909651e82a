/** What a source takes back: a consent, or everything; whatever is left to do about it is repeated until it is done. */
@NullMarked
package org.penah.triage.withdrawal;

import org.jspecify.annotations.NullMarked;
