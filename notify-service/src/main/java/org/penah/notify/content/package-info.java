/** What partners read: closed vocabularies, sealed to one size. */
@NullMarked
package org.penah.notify.content;

import org.jspecify.annotations.NullMarked;
