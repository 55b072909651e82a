package org.penah.partner.home;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;

/**
 * A partner's folder: {@code identity.txt} opens alerts (the stock {@code age -d -i} can use it too),
 * {@code acknowledgement.key} signs answers, {@code profile.json} is sent to Penah, {@code penah.json} comes from
 * there.
 */
public final class Home {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final Path credentials;

    /** A home with its credentials in {@code penah.json}. */
    public Home(Path folder) {
        this(folder, folder.resolve("penah.json"));
    }

    /** @param credentials the file that Penah handed over */
    public Home(Path folder, Path credentials) {
        this.folder = folder;
        this.credentials = credentials;
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /**
     * Makes the keys and the profile.
     *
     * @throws FileAlreadyExistsException if there are keys already: without them, alerts on their way could not be opened
     */
    public Profile initialise(String name, URI url, boolean acceptsSourceAsserted, String channel) throws IOException {
        PrivateFile.makeFolder(folder);
        HybridIdentity identity = HybridIdentity.generate();
        SigningKey key = SigningKey.generate();
        Profile profile = new Profile(
                name, url, identity.recipient().toString(), key.publicKey().toString(), acceptsSourceAsserted, channel);
        PrivateFile.create(identityFile(), ascii(String.valueOf(identity.exportSecret()) + "\n"));
        PrivateFile.create(keyFile(), ascii(key.exportSecret() + "\n"));
        PrivateFile.create(profileFile(), MAPPER.writeValueAsBytes(profile));
        return profile;
    }

    /** Says from now on that alerts go elsewhere, or otherwise; null changes nothing. */
    public void change(@Nullable URI url, @Nullable String channel) throws IOException {
        if (url == null && channel == null) {
            return;
        }
        Profile old = profile();
        Profile changed = new Profile(
                old.name(),
                url == null ? old.url() : url,
                old.recipient(),
                old.acknowledgementKey(),
                old.acceptsSourceAsserted(),
                channel == null ? old.channel() : channel);
        PrivateFile.replace(profileFile(), MAPPER.writeValueAsBytes(changed));
    }

    /**
     * Answers an invitation: the profile, signed, in one line for Penah.
     *
     * @param challenge {@code join-} and 32 hexadecimal digits
     */
    public String join(String challenge, Instant now) throws IOException {
        if (!challenge.matches("join-[0-9a-f]{32}")) {
            throw new IllegalArgumentException("an invitation is join- and 32 letters and digits");
        }
        byte[] said = MAPPER.writeValueAsBytes(profile());
        WebhookHeaders headers = sign(challenge, now, said);
        return String.join(
                ".",
                headers.id(),
                headers.timestamp(),
                new String(said, StandardCharsets.US_ASCII),
                headers.signature());
    }

    /**
     * Opens what Penah sealed to this partner and keeps it as the credentials; those before stay beside it, with
     * {@code .before} behind its name.
     *
     * @param compared whether somebody has heard its fingerprint from Penah; otherwise it must follow the existing one,
     * because anybody can seal a file to this partner
     * @throws IOException if it is damaged, another's, or does not follow; what was there stays
     */
    public void welcome(byte[] sealed, boolean compared) throws IOException {
        HybridIdentity identity = identity();
        try (InputStream plain =
                AgeDecryptor.open(Armor.removeIfPresent(new ByteArrayInputStream(sealed)), List.of(identity))) {
            byte[] opened = plain.readAllBytes();
            PartnerCredentials handed = MAPPER.readValue(opened, PartnerCredentials.class);
            if (!handed.name().equals(profile().name())) {
                throw new IOException("the file is for another partner");
            }
            handed.verifier();
            if (Files.exists(credentials)) {
                if (!compared && !handed.follows(credentials())) {
                    throw new IOException("the file does not prove that it is from Penah: have Penah read its"
                            + " fingerprint to you, and give that with --fingerprint");
                }
                PrivateFile.replace(
                        credentials.resolveSibling(credentials.getFileName() + ".before"),
                        Files.readAllBytes(credentials));
            }
            PrivateFile.replace(credentials, opened);
        } catch (JacksonException malformed) {
            // Jackson would quote the file, and it holds a secret.
            throw new IOException("the file from Penah is not what it should be");
        } finally {
            identity.destroy();
        }
    }

    /** Opens alerts; destroyed by the caller. */
    public HybridIdentity identity() throws IOException {
        return HybridIdentity.parse(CharBuffer.wrap(text(identityFile())));
    }

    /**
     * Signs with the partner's own key.
     *
     * @param id of the message
     */
    public WebhookHeaders sign(String id, Instant now, byte[] body) throws IOException {
        return signed(signer -> signer.sign(new WebhookMessage(id, now, body)));
    }

    /** The same, and as of the beginning of the day too: Penah keeps that signature, which tells no time. */
    public WebhookHeaders signWithDay(String id, Instant now, byte[] body) throws IOException {
        return signed(signer -> signer.signWithDay(new WebhookMessage(id, now, body)));
    }

    private WebhookHeaders signed(Function<WebhookSigner, WebhookHeaders> sign) throws IOException {
        SigningKey key = SigningKey.parse(text(keyFile()));
        try {
            return sign.apply(new WebhookSigner(List.of(key), List.of()));
        } finally {
            key.destroy();
        }
    }

    /** What this partner says of itself; read from the disk each time. */
    public Profile profile() throws IOException {
        return read(profileFile(), Profile.class);
    }

    /** Read each time: Penah may send new keys while the receiver runs. */
    public PartnerCredentials credentials() throws IOException {
        return read(credentials, PartnerCredentials.class);
    }

    /** The folder of alerts and answers. */
    public Path inbox() {
        return folder.resolve("inbox");
    }

    /** The file with the code of the page for people. */
    public Path pageCode() {
        return folder.resolve("page.code");
    }

    /** The folder of the people who may answer from a phone. */
    public Path phones() {
        return folder.resolve("phone");
    }

    /** The file that says who is made to look; it need not be there. */
    public Path nudgeFile() {
        return folder.resolve("nudge.json");
    }

    private Path identityFile() {
        return folder.resolve("identity.txt");
    }

    private Path keyFile() {
        return folder.resolve("acknowledgement.key");
    }

    private Path profileFile() {
        return folder.resolve("profile.json");
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException missing) {
            throw new IOException(file + " is missing: run penah-partner init first");
        }
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            return MAPPER.readValue(Files.readAllBytes(file), type);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + " is missing");
        } catch (JacksonException malformed) {
            // Jackson would quote the file, and it holds a secret.
            throw new IOException(file + " is not the file that it should be");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
