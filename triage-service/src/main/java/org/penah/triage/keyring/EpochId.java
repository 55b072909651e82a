package org.penah.triage.keyring;

/** One epoch of a queue, which the journal and pending deeds name as {@code QUEUE/EPOCH}. */
public record EpochId(String queue, int epoch) {

    public static EpochId parse(String text) {
        int slash = text.lastIndexOf('/');
        return new EpochId(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public String toString() {
        return queue + "/" + epoch;
    }
}
