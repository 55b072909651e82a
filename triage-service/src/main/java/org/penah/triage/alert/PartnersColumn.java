package org.penah.triage.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Keeps partners' states as JSON text; Hibernate Reactive reads no JSON column that holds an array. */
@Converter
class PartnersColumn implements AttributeConverter<List<PartnerAlert>, String> {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // A newer version may have kept a field more.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @Override
    public String convertToDatabaseColumn(List<PartnerAlert> partners) {
        try {
            return JSON.writeValueAsString(partners);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a list of plain records can be written", impossible);
        }
    }

    @Override
    public List<PartnerAlert> convertToEntityAttribute(String stored) {
        try {
            return JSON.readValue(stored, new TypeReference<>() {});
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the stored partners of an alert cannot be read", damaged);
        }
    }
}
