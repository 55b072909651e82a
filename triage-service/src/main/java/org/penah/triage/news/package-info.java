/** Says at once that something has changed at the desk, and never what; and carries between instances who has a tip open. */
@NullMarked
package org.penah.triage.news;

import org.jspecify.annotations.NullMarked;
