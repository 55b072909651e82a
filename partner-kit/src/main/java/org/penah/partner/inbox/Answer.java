package org.penah.partner.inbox;

import java.util.UUID;

/**
 * Says what a person answered to one alert.
 *
 * @param alert its id
 * @param seq the message that was seen
 * @param number counts the answers to this alert, from 1; the highest is the last word
 */
public record Answer(UUID alert, int seq, Action action, int number) {

    /** As Penah reads it. A first acknowledgement may go without its number, so a Penah that counts none takes it too. */
    public String json() {
        String count = isPlain() ? "" : ",\"number\":" + number;
        return "{\"id\":\"" + alert + "\",\"seq\":" + seq + ",\"action\":\"" + action.word() + "\"" + count + "}";
    }

    /** Whether the state says by {@code answered} alone that it is known. */
    boolean isPlain() {
        return number == 1 && action == Action.ACKNOWLEDGE;
    }
}
