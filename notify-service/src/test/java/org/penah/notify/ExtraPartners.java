package org.penah.notify;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.partner.KeyWrap;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;

/** Partners beside those that are imported, told at the edge; they open what the safe house opens. */
@ApplicationScoped
public class ExtraPartners {

    @Inject
    Database database;

    @Inject
    KeyWrap keyWrap;

    /** Our keys for one partner. */
    public record Keys(SigningKey signing, SharedSecret shared) {

        public static Keys fresh() {
            return new Keys(SigningKey.generate(), SharedSecret.generate());
        }
    }

    /**
     * Adds one.
     *
     * @param old the keys before these, while both sign; null if there are none
     */
    public void add(String name, String url, int tier, Keys keys, @Nullable Keys old) {
        UUID id = UUID.randomUUID();
        database.execute(
                """
                insert into partner (id, name, url, recipient, acknowledgement_key, accepts_source_asserted,
                    sealed_signing_seed, sealed_shared_secret, old_signing_seed, old_shared_secret, channel, tier)
                select ?, ?, ?, recipient, acknowledgement_key, true, ?, ?, ?::bytea, ?::bytea, 'EDGE', ?
                from partner where name = 'safe-house'""",
                id,
                name,
                url,
                keyWrap.seal(id, "signing-seed", keys.signing().exportSeed()),
                keyWrap.seal(id, "shared-secret", keys.shared().exportBytes()),
                old == null
                        ? null
                        : keyWrap.seal(id, "signing-seed", old.signing().exportSeed()),
                old == null
                        ? null
                        : keyWrap.seal(id, "shared-secret", old.shared().exportBytes()),
                tier);
    }

    /** Takes them away again, once nothing is on its way to them. */
    public void remove(String prefix) {
        database.execute("delete from partner where name like ?", prefix + "%");
    }
}
