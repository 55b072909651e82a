/** Locks outside the database: destroying an epoch's lock destroys its keys in the database and its backups. */
@NullMarked
package org.penah.triage.lock;

import org.jspecify.annotations.NullMarked;
