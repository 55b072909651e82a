package org.penah.partner.inbox;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.age.Identity;

/**
 * Holds what one request from Penah says: in slots everything open, otherwise one alert.
 *
 * @param to whom it is for
 * @param slot how often a state comes, in seconds; 0 if this is not a state
 * @param waiting how many alerts did not fit and come in the slots behind
 * @param trouble whether Penah could not look: it then says nothing of alerts
 * @param flood how many alerts of a flood are open
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Delivery(String to, int slot, List<Alert> alerts, int waiting, boolean trouble, int flood) {

    /** The same for every content, so that its size tells an observer nothing. */
    public static final int BYTES = 8192;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    public Delivery {
        if (to == null || slot < 0 || alerts == null || alerts.stream().anyMatch(alert -> !to.equals(alert.to()))) {
            throw new IllegalArgumentException("the state is not complete");
        }
        alerts = List.copyOf(alerts);
    }

    /**
     * Opens an armored age file of exactly {@value #BYTES} bytes.
     *
     * @throws IOException if it was not sealed to this identity, was altered, or is nothing that Penah says; the message
     *     quotes nothing
     */
    public static Delivery open(byte[] sealed, Identity identity) throws IOException {
        if (sealed.length != BYTES) {
            throw new IOException("what Penah sends has " + BYTES + " bytes, not " + sealed.length);
        }
        try (InputStream json =
                AgeDecryptor.open(Armor.removeIfPresent(new ByteArrayInputStream(sealed)), List.of(identity))) {
            return read(json.readAllBytes());
        }
    }

    private static Delivery read(byte[] json) throws IOException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree.has("alerts")) {
                return MAPPER.treeToValue(tree, Delivery.class);
            }
            Alert alert = MAPPER.treeToValue(tree, Alert.class);
            return new Delivery(alert.to(), 0, List.of(alert), 0, false, 0);
        } catch (IOException malformed) {
            throw new IOException("what was sealed is not an alert");
        }
    }

    /** Whether it is all that is open, so that what it does not name is over. */
    public boolean isState() {
        return slot > 0;
    }

    /** The message of this id and number, if it is in here. */
    public Optional<Alert> find(String stem) {
        return alerts.stream().filter(alert -> alert.stem().equals(stem)).findFirst();
    }

    /** The message about this alert, if there is one in here. */
    public Optional<Alert> find(UUID id) {
        return alerts.stream().filter(alert -> alert.id().equals(id)).findFirst();
    }

    /** Whether it says no more than an earlier one, but that Penah knows answers by which alerts are ours. */
    boolean addsNothingTo(Delivery earlier) {
        return waiting == earlier.waiting
                && trouble == earlier.trouble
                && flood == earlier.flood
                && alerts.size() == earlier.alerts.size()
                && alerts.stream()
                        .allMatch(alert -> earlier.find(alert.stem())
                                .filter(alert::addsNothingTo)
                                .isPresent());
    }

    /** Whether it names all that is open. */
    public boolean isWhole() {
        return isState() && !trouble && waiting == 0;
    }
}
