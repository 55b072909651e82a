/** A Keycloak server of the test's own. */
@NullMarked
package org.penah.testbed.keycloak;

import org.jspecify.annotations.NullMarked;
