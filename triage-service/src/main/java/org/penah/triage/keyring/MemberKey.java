package org.penah.triage.keyring;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A member's own identity, sealed with a passphrase that only the member knows. */
@Entity
@Table(name = "member_key")
class MemberKey {

    @Id
    String member;

    /** Armored age. */
    String sealedIdentity;

    static MemberKey of(String member, String sealedIdentity) {
        MemberKey key = new MemberKey();
        key.member = member;
        key.sealedIdentity = sealedIdentity;
        return key;
    }
}
