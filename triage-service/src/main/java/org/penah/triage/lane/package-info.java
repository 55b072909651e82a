/** Rules on lanes: how far staff may move a tip, and that danger is never put aside unread. */
@NullMarked
package org.penah.triage.lane;

import org.jspecify.annotations.NullMarked;
