/** The life of an alert: which partners are told, what each of them answers, and who is told of a change. */
@NullMarked
package org.penah.notify.alert;

import org.jspecify.annotations.NullMarked;
