/** Work at a tip: who holds it, what they made of it, what they noted for each other; notes are never read here. */
@NullMarked
package org.penah.triage.work;

import org.jspecify.annotations.NullMarked;
