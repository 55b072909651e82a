/** Keycloak from its distribution: prepared once, then started with the demo realm of this repository. */
@NullMarked
package org.penah.stack.keycloak;

import org.jspecify.annotations.NullMarked;
