package org.penah.notify.partner;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.util.UUID;

/** A partner's row, save its lease, which only the claims of the alert package touch. */
@Entity
class Partner {

    @Id
    UUID id;

    String name;
    String url;
    String recipient;
    String acknowledgementKey;
    boolean acceptsSourceAsserted;

    @Enumerated(EnumType.STRING)
    Channel channel;

    byte[] sealedSigningSeed;
    byte[] sealedSharedSecret;

    void take(PartnerProfile profile) {
        name = profile.name();
        url = profile.url().toString();
        recipient = profile.recipient();
        acknowledgementKey = profile.acknowledgementKey();
        acceptsSourceAsserted = profile.acceptsSourceAsserted();
        channel = profile.channel();
    }
}
