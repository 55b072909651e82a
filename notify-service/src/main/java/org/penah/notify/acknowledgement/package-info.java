/** Takes a partner's signed word: that a human has seen an alert, and what they do about it. */
@NullMarked
package org.penah.notify.acknowledgement;

import org.jspecify.annotations.NullMarked;
