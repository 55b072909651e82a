/** The list of keys that the root key signed: given to browsers as it is, which check it. */
@NullMarked
package org.penah.triage.manifest;

import org.jspecify.annotations.NullMarked;
