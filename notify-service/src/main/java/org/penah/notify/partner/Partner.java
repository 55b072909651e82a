package org.penah.notify.partner;

import jakarta.persistence.Column;
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

    int tier;

    /** Kept by the slots. */
    @Column(insertable = false, updatable = false)
    int missedBeats;

    byte[] sealedSigningSeed;
    byte[] sealedSharedSecret;

    void take(PartnerProfile profile) {
        name = profile.name();
        url = profile.url().toString();
        recipient = profile.recipient();
        acknowledgementKey = profile.acknowledgementKey();
        acceptsSourceAsserted = profile.acceptsSourceAsserted();
        channel = profile.channel();
        tier = profile.tier();
    }

    /** Whether it takes our beats no more; one without slots is believed to be there. */
    boolean isSilent() {
        return channel == Channel.SLOTS && missedBeats >= Partners.SILENCE;
    }
}
