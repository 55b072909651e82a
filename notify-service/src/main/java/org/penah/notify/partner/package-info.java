/** Who may be alerted: profiles of protection organisations and the keys that we and they sign with. */
@NullMarked
package org.penah.notify.partner;

import org.jspecify.annotations.NullMarked;
