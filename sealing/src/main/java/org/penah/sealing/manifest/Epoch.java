package org.penah.sealing.manifest;

import java.time.LocalDate;
import org.penah.sealing.age.HybridRecipient;

/**
 * A period in which a queue has one key.
 *
 * @param epoch grows by one or more with each new key of the queue, from 1
 * @param from the first day (UTC) on which tips are sealed to it
 */
public record Epoch(int epoch, LocalDate from, HybridRecipient recipient) {

    public Epoch {
        if (epoch < 1) {
            throw new IllegalArgumentException("an epoch's number starts at 1");
        }
    }
}
