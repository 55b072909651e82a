/** The life of an alert: to whom it goes, what each partner knows of it, and who is told of a change. */
@NullMarked
package org.penah.notify.alert;

import org.jspecify.annotations.NullMarked;
