/** Who is at the desk: members enrol, leads admit them to queues and remove them. */
@NullMarked
package org.penah.triage.people;

import org.jspecify.annotations.NullMarked;
