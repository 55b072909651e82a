/** Checks minisign signatures: prehashed Ed25519 and nothing else. Nothing here can sign. */
@NullMarked
package org.penah.sealing.minisign;

import org.jspecify.annotations.NullMarked;
