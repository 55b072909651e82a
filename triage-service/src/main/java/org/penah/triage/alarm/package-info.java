/** What must not go unnoticed at the desk: what is overdue, and that the signed keys end. */
@NullMarked
package org.penah.triage.alarm;

import org.jspecify.annotations.NullMarked;
