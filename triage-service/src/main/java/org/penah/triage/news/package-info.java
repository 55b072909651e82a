/** Says at once that something has changed at the desk, and never what. */
@NullMarked
package org.penah.triage.news;

import org.jspecify.annotations.NullMarked;
