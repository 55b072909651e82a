package org.penah.triage.memberkey;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Holds a member's own identity once more, sealed under their passkey's derived secret; deleted with the identity. */
@Entity
@Table(name = "member_passkey")
class MemberPasskey {

    @Id
    String member;

    /** Which of the passkeys in the member's device it is; base64. */
    String credential;

    /** Armored age. */
    String sealedIdentity;
}
