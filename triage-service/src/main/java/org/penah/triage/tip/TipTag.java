package org.penah.triage.tip;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** That a tip has a tag; what the tag says lies sealed. */
@Entity
@Table(name = "tip_tag")
@IdClass(TipTag.Key.class)
class TipTag {

    /** Each tag once. */
    record Key(UUID tipId, UUID tagId) {}

    @Id
    UUID tipId;

    @Id
    UUID tagId;
}
