/** Takes a partner's signed word that a human has seen an alert. */
@NullMarked
package org.penah.notify.acknowledgement;

import org.jspecify.annotations.NullMarked;
