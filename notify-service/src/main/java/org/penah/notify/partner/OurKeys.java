package org.penah.notify.partner;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookSigner;

/** Keeps our keys for each partner: sealed in the database, and changed with an overlap in which old and new both sign. */
@ApplicationScoped
class OurKeys {

    private static final String SIGNING_SEED = "signing-seed";
    private static final String SHARED_SECRET = "shared-secret";

    /** Where each kind lies in the table partner. */
    static final Map<String, List<String>> COLUMNS = Map.of(
            SIGNING_SEED, List.of("sealed_signing_seed", "old_signing_seed"),
            SHARED_SECRET, List.of("sealed_shared_secret", "old_shared_secret"));

    private final KeyWrap keyWrap;

    OurKeys(KeyWrap keyWrap) {
        this.keyWrap = keyWrap;
    }

    /** Makes the first ones. */
    void begin(Partner partner) {
        partner.sealedSigningSeed =
                seal(partner, SIGNING_SEED, SigningKey.generate().exportSeed());
        partner.sealedSharedSecret =
                seal(partner, SHARED_SECRET, SharedSecret.generate().exportBytes());
    }

    /** Makes new ones, and lets go of those before at once. */
    void replace(Partner partner) {
        partner.oldSigningSeed = null;
        partner.oldSharedSecret = null;
        begin(partner);
    }

    /** Makes new ones if the profile counts further, and lets go of the old ones if it says that the overlap is over. */
    void follow(Partner partner, PartnerProfile profile) {
        if (profile.keys() > partner.keys) {
            partner.keys = profile.keys();
            partner.oldSigningSeed = partner.sealedSigningSeed;
            partner.oldSharedSecret = partner.sealedSharedSecret;
            begin(partner);
        }
        if (!profile.overlap()) {
            partner.oldSigningSeed = null;
            partner.oldSharedSecret = null;
        }
    }

    WebhookSigner signer(Partner partner) {
        return new WebhookSigner(signingKeys(partner), sharedSecrets(partner));
    }

    /** One, or in an overlap two: the old one first. */
    List<SigningKey> signingKeys(Partner partner) {
        return open(partner, SIGNING_SEED, SigningKey::ofSeed, partner.oldSigningSeed, partner.sealedSigningSeed);
    }

    /** One, or in an overlap two: the old one first. */
    List<SharedSecret> sharedSecrets(Partner partner) {
        return open(partner, SHARED_SECRET, SharedSecret::ofBytes, partner.oldSharedSecret, partner.sealedSharedSecret);
    }

    private byte[] seal(Partner partner, String purpose, byte[] secret) {
        byte[] sealed = keyWrap.seal(partner.id, purpose, secret);
        Arrays.fill(secret, (byte) 0);
        return sealed;
    }

    private <K> List<K> open(
            Partner partner, String purpose, Function<byte[], K> key, byte @Nullable [] old, byte[] current) {
        return Stream.of(old == null ? new byte[0] : old, current)
                .filter(kept -> kept.length > 0)
                .map(kept -> {
                    byte[] secret = keyWrap.open(partner.id, purpose, kept);
                    K opened = key.apply(secret);
                    Arrays.fill(secret, (byte) 0);
                    return opened;
                })
                .toList();
    }
}
