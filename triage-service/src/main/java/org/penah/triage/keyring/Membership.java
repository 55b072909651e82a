package org.penah.triage.keyring;

/** Names somebody in a queue; the journal and pending deeds write {@code MEMBER/QUEUE}. */
public record Membership(String member, String queue) {

    public static Membership parse(String text) {
        int slash = text.lastIndexOf('/');
        return new Membership(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return member + "/" + queue;
    }
}
