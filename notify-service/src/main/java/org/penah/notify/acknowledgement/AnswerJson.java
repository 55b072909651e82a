package org.penah.notify.acknowledgement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.penah.notify.alert.Answer;

/** Reads partners' answers, and nothing that is anything else. */
final class AnswerJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    /** What a slot's answer holds. */
    private record Answers(List<Answer> answers) {}

    private AnswerJson() {}

    /** Reads the answers of a slot; none if it is anything else. */
    static List<Answer> readAll(byte[] json) {
        try {
            List<Answer> read = MAPPER.readValue(json, Answers.class).answers();
            boolean isWhole = read != null && read.stream().allMatch(one -> one != null && one.isWhole());
            return isWhole ? read : List.of();
        } catch (IOException malformed) {
            return List.of();
        }
    }

    /** Writes a record of ours. */
    static byte[] write(Object known) {
        try {
            return MAPPER.writeValueAsBytes(known);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of ours can be written", impossible);
        }
    }

    /** Reads one answer; nothing if it is anything else. */
    static Optional<Answer> read(byte[] json) {
        return read(json, Answer.class).filter(Answer::isWhole);
    }

    /** Reads one record of this type; nothing if it is anything else. */
    static <T> Optional<T> read(byte[] json, Class<T> type) {
        try {
            return Optional.ofNullable(MAPPER.readValue(json, type));
        } catch (IOException malformed) {
            return Optional.empty();
        }
    }
}
