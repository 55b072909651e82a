/**
 * The key ceremony: a folder on an offline machine that holds an organisation's root, recovery, member and queue keys, and
 * everything that may be done with them.
 */
@NullMarked
package org.penah.ceremony;

import org.jspecify.annotations.NullMarked;
