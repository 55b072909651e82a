package org.penah.notify.partner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;

/** Writes what a partner needs of us: for the administrator's folder, or sealed to the partner for the desk to send on. */
@ApplicationScoped
class CredentialsExport {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final OurKeys keys;
    private final PartnerConfig config;

    CredentialsExport(OurKeys keys, PartnerConfig config) {
        this.keys = keys;
        this.config = config;
    }

    /** As JSON; it holds a secret. */
    byte[] json(Partner partner) {
        List<SigningKey> signing = keys.signingKeys(partner);
        List<SharedSecret> shared = keys.sharedSecrets(partner);
        boolean overlap = signing.size() > 1;
        PartnerCredentials credentials = new PartnerCredentials(
                partner.name,
                config.acknowledgementUrl().map(URI::toString).orElse(null),
                config.acknowledgementUrl()
                        .map(url -> url.resolve("details").toString())
                        .orElse(null),
                signing.get(signing.size() - 1).publicKey().toString(),
                shared.get(shared.size() - 1).exportSecret(),
                overlap ? signing.get(0).publicKey().toString() : null,
                overlap ? shared.get(0).exportSecret() : null);
        try {
            return MAPPER.writeValueAsBytes(credentials);
        } catch (JsonProcessingException ourOwnRecord) {
            throw new IllegalStateException(ourOwnRecord);
        }
    }

    /** Puts the same beside the partner, in an age file that it alone can open. */
    void seal(Partner partner) {
        partner.sealedCredentials = sealed(partner);
        partner.sealedAddress = address();
    }

    /** Whether what was sealed names another address than ours. */
    boolean isOutdated(Partner partner) {
        return partner.sealedCredentials != null && !address().equals(partner.sealedAddress);
    }

    private String address() {
        return config.acknowledgementUrl().map(URI::toString).orElse("");
    }

    private byte[] sealed(Partner partner) {
        byte[] json = json(partner);
        try {
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            AgeEncryptor encryptor = AgeEncryptor.start(List.of(HybridRecipient.parse(partner.recipient)), sealed);
            encryptor.write(json);
            encryptor.finish();
            return sealed.toByteArray();
        } catch (IOException cannotHappenInMemory) {
            throw new UncheckedIOException(cannotHappenInMemory);
        } finally {
            Arrays.fill(json, (byte) 0);
        }
    }
}
