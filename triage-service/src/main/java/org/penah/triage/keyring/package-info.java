/** The keys that the service keeps and cannot use: members' identities under passphrases, queue keys under members' keys. */
@NullMarked
package org.penah.triage.keyring;

import org.jspecify.annotations.NullMarked;
