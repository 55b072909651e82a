/**
 * Receipts: the random number that a source keeps, the two ways to write it down, and what is derived from it. Nobody
 * else holds a receipt; it is never stored, logged or put into a URL.
 */
@NullMarked
package org.penah.sealing.receipt;

import org.jspecify.annotations.NullMarked;
