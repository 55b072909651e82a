package org.penah.sealing.manifest;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.receipt.ReceiptParameters;

/** A manifest to test with, and everything near it that is none. */
final class ManifestSpellings {

    private static final HybridRecipient RECIPIENT = HybridIdentity.generate().recipient();

    private ManifestSpellings() {}

    static Stream<String> others(KeyManifest manifest) {
        String json = new String(manifest.toJson(), StandardCharsets.UTF_8);
        return Stream.of(
                "",
                "null",
                "[]",
                json + "\n",
                " " + json,
                json + "{}",
                json.replaceFirst("\"serial\":3", "\"serial\":3.0"),
                json.replaceFirst("\"serial\":3", "\"serial\":\"3\""),
                json.replaceFirst("\"serial\":3", "\"serial\":3,\"serial\":3"),
                json.replaceFirst("\"serial\":3", "\"serial\":0"),
                json.replaceFirst("\"version\":1", "\"version\":2"),
                json.replaceFirst("\"version\":1,", ""),
                json.replaceFirst("\"version\":1,", "\"version\":1,\"more\":1,"),
                json.replaceFirst("\"version\":1,(\"serial\":3),", "$1,\"version\":1,"),
                json.replaceFirst("threat", "Threat"),
                json.replaceFirst("threat", "thr\\\\u0065at"),
                json.replaceFirst("2027-02-21", "2027-02-22"),
                json.replaceFirst("2027-02-21", "2026-11-23"),
                json.replaceFirst("2026-12-24", "2026-11-23"),
                json.replaceFirst("\"epoch\":2", "\"epoch\":1"),
                json.replaceFirst("\"epoch\":3", "\"epoch\":2"),
                json.replaceFirst("age1pq1", "AGE1PQ1"),
                json.replaceFirst("\"memoryKiB\":1024", "\"memoryKiB\":8"),
                json.replaceFirst("\"memoryKiB\":1024", "\"memoryKiB\":1000000"),
                json.replaceFirst("\"recovery\":(\"[^\"]*\")", "\"recovery\":[$1]"),
                json.replaceFirst("AAAA==", "AAAB=="),
                json.replaceFirst("/assets/form.js", "/assets/../form.js"),
                json.replaceFirst("/assets/form.js", "//other.example/form.js"),
                json.replaceFirst("\"queues\":\\[.*\\],\"scripts\"", "\"queues\":[],\"scripts\""),
                json.replaceFirst("\"scripts\":\\[.*\\]", "\"scripts\":null"),
                "[".repeat(100_000));
    }

    static KeyManifest manifest(int serial, LocalDate first, LocalDate last) {
        return new KeyManifest(
                serial,
                first,
                last,
                RECIPIENT,
                ReceiptParameters.withSalt(new byte[16]),
                List.of(new Queue(
                        "threat",
                        List.of(
                                new Epoch(1, first, RECIPIENT),
                                new Epoch(2, first.plusDays(30), RECIPIENT),
                                new Epoch(3, first.plusDays(30), RECIPIENT)))),
                List.of(new Script("/assets/form.js", "0a".repeat(32))));
    }
}
