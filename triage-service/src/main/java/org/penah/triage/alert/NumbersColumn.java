package org.penah.triage.alert;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps a number for each of some partners as text, {@code NAME NUMBER} a line; null for none. */
@Converter
class NumbersColumn implements AttributeConverter<Map<String, Integer>, @Nullable String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable Map<String, Integer> numbers) {
        return numbers == null || numbers.isEmpty()
                ? null
                : new TreeMap<>(numbers)
                        .entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .collect(Collectors.joining("\n"));
    }

    @Override
    public Map<String, Integer> convertToEntityAttribute(@Nullable String stored) {
        return stored == null
                ? Map.of()
                : Stream.of(stored.split("\n", -1))
                        .map(line -> line.split(" ", 2))
                        .collect(Collectors.toMap(part -> part[0], part -> Integer.valueOf(part[1])));
    }
}
