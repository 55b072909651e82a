package org.penah.notify.content;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.ArmorEncoder;
import org.penah.sealing.age.Recipient;

/**
 * Seals what a request says into a body of exactly {@value #BYTES} bytes: an armored age file, whatever it holds.
 *
 * <p>Armored, because the stock libraries of Standard Webhooks take the body as text. The JSON is padded with spaces
 * inside the seal.
 */
public final class SealedBody {

    static final int BYTES = 8192;

    /** So much JSON fits. */
    static final int ROOM = 4300;

    // 125 full lines of armor and the two that frame them, without the last line feed, are 8192 bytes.
    private static final int AGE_BYTES = 125 * 48;
    private static final int TAG_BYTES = 16;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private SealedBody() {}

    /** Writes the content as JSON, looks that nothing leaks, pads and seals it. */
    public static byte[] of(Record content, Recipient recipient) {
        byte[] json = json(content);
        OutboundFilter.content(json);
        return seal(json, recipient);
    }

    static byte[] seal(byte[] json, Recipient recipient) {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream(BYTES + 1);
            ArmorEncoder armor = new ArmorEncoder(text);
            armor.write(age(json, recipient));
            armor.finish();
            return Arrays.copyOf(text.toByteArray(), BYTES);
        } catch (IOException cannotHappenInMemory) {
            throw new UncheckedIOException(cannotHappenInMemory);
        }
    }

    static byte[] json(Record content) {
        try {
            return MAPPER.writeValueAsBytes(content);
        } catch (JsonProcessingException ourOwnRecord) {
            throw new IllegalStateException(ourOwnRecord);
        }
    }

    private static byte[] age(byte[] json, Recipient recipient) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(AGE_BYTES);
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(recipient), sealed);
        int room = AGE_BYTES - TAG_BYTES - sealed.size();
        if (json.length > room) {
            throw new IllegalStateException("the content has " + json.length + " bytes, more than " + room);
        }
        byte[] padded = Arrays.copyOf(json, room);
        Arrays.fill(padded, json.length, room, (byte) ' ');
        encryptor.write(padded);
        encryptor.finish();
        return sealed.toByteArray();
    }
}
