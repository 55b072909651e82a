/** Signatures that anybody can check with the stock {@code minisign}: prehashed Ed25519 and nothing else. */
@NullMarked
package org.penah.sealing.minisign;

import org.jspecify.annotations.NullMarked;
