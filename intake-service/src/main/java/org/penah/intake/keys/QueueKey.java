package org.penah.intake.keys;

import org.penah.sealing.age.HybridRecipient;

/** The key that a queue's new tips are sealed to. */
public record QueueKey(String queue, int epoch, HybridRecipient recipient) {}
