package org.penah.triage.tip;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;

/** A tip's tag; the tag's text is sealed. */
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
