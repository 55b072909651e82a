/**
 * The page for the people who answer alerts. It is served only on loopback, to browsers that know its code, and, if the
 * partner wants it, to tor, for people with a code on their phones; a request under another host's name, or from another site,
 * is refused.
 */
@NullMarked
package org.penah.partner.page;

import org.jspecify.annotations.NullMarked;
