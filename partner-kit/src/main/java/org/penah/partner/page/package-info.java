/**
 * The page for the people who answer alerts. It is served on loopback alone, to browsers that know its code; whoever
 * comes under another host's name, or from another site, is refused.
 */
@NullMarked
package org.penah.partner.page;

import org.jspecify.annotations.NullMarked;
