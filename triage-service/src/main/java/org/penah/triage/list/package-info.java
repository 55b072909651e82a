/** What the desk reads of tips: which ones somebody asks for, in which order, a page of them, and each as the console shows it. */
@NullMarked
package org.penah.triage.list;

import org.jspecify.annotations.NullMarked;
