package org.penah.sealing.manifest;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A queue of tips, and the keys that tips for it are sealed to.
 *
 * @param name lower-case letters, digits and hyphens, at most 32
 * @param epochs at least one, in order of number and of day; several may begin on one day, and the last of them is in force
 */
public record Queue(String name, List<Epoch> epochs) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final int MOST_EPOCHS = 400;

    public Queue {
        epochs = List.copyOf(epochs);
        if (!isName(name)) {
            throw new IllegalArgumentException("a queue's name has lower-case letters, digits and hyphens, at most 32");
        }
        if (epochs.isEmpty() || epochs.size() > MOST_EPOCHS) {
            throw new IllegalArgumentException("a queue has between 1 and " + MOST_EPOCHS + " epochs");
        }
        for (int i = 1; i < epochs.size(); i++) {
            Epoch before = epochs.get(i - 1);
            Epoch epoch = epochs.get(i);
            if (epoch.epoch() <= before.epoch() || epoch.from().isBefore(before.from())) {
                throw new IllegalArgumentException("epochs are not in order");
            }
        }
    }

    /** Members have names of the same form. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** The epoch that tips are sealed to on a day: the last one that has begun. */
    public Optional<Epoch> epochOn(LocalDate day) {
        return epochs.stream().filter(epoch -> !epoch.from().isAfter(day)).reduce((earlier, later) -> later);
    }
}
