/** The people who may answer from a phone: a code and a key for each, and who is signed in. */
@NullMarked
package org.penah.partner.phone;

import org.jspecify.annotations.NullMarked;
