/** Takes a partner's signed word: that a human has seen an alert, what they do about it, and that they want its details. */
@NullMarked
package org.penah.notify.acknowledgement;

import org.jspecify.annotations.NullMarked;
