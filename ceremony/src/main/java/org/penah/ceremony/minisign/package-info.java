/** The secret half of a minisign key, as the stock {@code minisign} reads and writes it. */
@NullMarked
package org.penah.ceremony.minisign;

import org.jspecify.annotations.NullMarked;
