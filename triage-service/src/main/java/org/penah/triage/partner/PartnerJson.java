package org.penah.triage.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes and reads what the tables of partners keep as JSON. */
@ApplicationScoped
class PartnerJson {

    private final ObjectMapper json;

    PartnerJson(ObjectMapper json) {
        this.json = json;
    }

    String write(Object facts) {
        try {
            return json.writeValueAsString(facts);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a plain record can be written", impossible);
        }
    }

    <T> T read(String facts, Class<T> type) {
        try {
            // A newer version may have kept a field more.
            return json.readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(facts);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a partner's stored data cannot be read", damaged);
        }
    }
}
