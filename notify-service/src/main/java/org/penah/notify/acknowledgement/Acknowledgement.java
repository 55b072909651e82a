package org.penah.notify.acknowledgement;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A partner's word that a human has seen an alert.
 *
 * @param id the alert's, as this partner knows it
 * @param seq the number of the message that was seen
 */
record Acknowledgement(UUID id, int seq, Action action) {

    enum Action {
        @JsonProperty("acknowledge")
        ACKNOWLEDGE
    }

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /** What a slot's answer holds. */
    private record Answers(List<Acknowledgement> answers) {}

    /** Reads the answers of a slot; none if it is anything else. */
    static List<Acknowledgement> readAll(byte[] json) {
        try {
            List<Acknowledgement> read = MAPPER.readValue(json, Answers.class).answers();
            boolean isWhole = read != null && read.stream().allMatch(Acknowledgement::isWhole);
            return isWhole ? read : List.of();
        } catch (IOException malformed) {
            return List.of();
        }
    }

    private static boolean isWhole(@Nullable Acknowledgement read) {
        return read != null && read.id != null && read.action != null;
    }

    /** Reads exactly this record; nothing if it is anything else. */
    static Optional<Acknowledgement> read(byte[] json) {
        try {
            Acknowledgement read = MAPPER.readValue(json, Acknowledgement.class);
            return isWhole(read) ? Optional.of(read) : Optional.empty();
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
