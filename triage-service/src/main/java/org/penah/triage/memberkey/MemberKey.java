package org.penah.triage.memberkey;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A member's own identity, sealed with a passphrase that only the member knows. */
@Entity
@Table(name = "member_key")
class MemberKey {

    @Id
    String member;

    /** Armored age. */
    String sealedIdentity;

    /** Where keys for the member are sealed to; none if a key ceremony did not tell it. */
    @Nullable
    String recipient;

    /** None if a key ceremony made it. */
    @Nullable
    LocalDate enrolledOn;

    static MemberKey of(String member, String sealedIdentity) {
        MemberKey key = new MemberKey();
        key.member = member;
        key.sealedIdentity = sealedIdentity;
        return key;
    }
}
