/** Locks that lie outside the database, so that what the database and its backups keep of an epoch ends with its lock. */
@NullMarked
package org.penah.triage.lock;

import org.jspecify.annotations.NullMarked;
