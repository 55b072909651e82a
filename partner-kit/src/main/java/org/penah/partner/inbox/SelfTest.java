package org.penah.partner.inbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.penah.partner.home.Profile;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.ArmorEncoder;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.Recipient;

/** An exercise that a partner gives itself: it looks like Penah's and never leaves the machine. */
public final class SelfTest {

    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);
    private static final Duration LASTS = Duration.ofHours(1);

    // Whole lines of armor, less the chunk's tag; what is left after the header is filled with spaces.
    private static final int SEALED_BYTES = 125 * 48;
    private static final int TAG_BYTES = 16;

    private SelfTest() {}

    /** Puts an exercise into the inbox, sealed as alerts are. */
    public static Alert place(Inbox inbox, Profile profile, HybridIdentity identity, Instant now) throws IOException {
        UUID id = UUID.randomUUID();
        byte[] sealed = seal(json(id, profile.name(), now), profile.recipient());
        Alert alert = Delivery.open(sealed, identity).alerts().get(0);
        inbox.answers().markOwnDrill(id);
        inbox.keep(alert, sealed);
        return alert;
    }

    private static String json(UUID id, String to, Instant now) {
        return """
            {"id":"%s","seq":1,"msgType":"Alert","references":[],"status":"Exercise","urgency":"Immediate",\
            "severity":"Extreme","certainty":"Possible","basis":"source-asserted","consent":{"details":false},\
            "languages":["en"],"tlp":"TLP:AMBER+STRICT","sent":"%s","expires":"%s","ackBy":"%s","to":"%s"}\
            """.formatted(id, coarse(now), coarse(now.plus(LASTS)), coarse(now.plus(ANSWER_WITHIN)), to);
    }

    private static Instant coarse(Instant instant) {
        Instant minute = instant.truncatedTo(ChronoUnit.MINUTES);
        return minute.minus(Duration.ofMinutes(minute.getEpochSecond() / 60 % 5));
    }

    private static byte[] seal(String json, String recipient) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(Recipient.parse(recipient)), sealed);
        byte[] padded = Arrays.copyOf(json.getBytes(StandardCharsets.UTF_8), SEALED_BYTES - TAG_BYTES - sealed.size());
        Arrays.fill(padded, json.length(), padded.length, (byte) ' ');
        encryptor.write(padded);
        encryptor.finish();
        ByteArrayOutputStream armored = new ByteArrayOutputStream();
        ArmorEncoder armor = new ArmorEncoder(armored);
        armor.write(sealed.toByteArray());
        armor.finish();
        return Arrays.copyOf(armored.toByteArray(), Delivery.BYTES);
    }
}
