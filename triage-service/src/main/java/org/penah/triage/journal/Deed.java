package org.penah.triage.journal;

import java.util.Set;
import java.util.stream.Collectors;

/** Kinds of deeds; their names are stored and hashed, so add names and never change one. */
public enum Deed {
    TIP_OPENED("tip.opened"),
    BLOB_FETCHED("tip.blob-fetched"),
    /** The alert channel's deed: partners were told, one has answered, nobody has, it is over. */
    ALERT_CHANGED("alert.changed"),
    ALERT_CONFIRMED("alert.confirmed"),
    ALERT_CANCELLING("alert.cancelling"),
    ALERT_CANCELLED("alert.cancelled"),
    ALERT_KEPT("alert.kept"),
    ALERT_RENEWED("alert.renewed"),
    /** Those partners that have taken it on did not suffice. */
    ALERT_OTHERS_CALLED("alert.others-called"),
    /** Without the source's consent, because a life depends on it. */
    ALERT_PROPOSED("alert.proposed"),
    ALERT_RAISED("alert.raised"),
    ALERT_NOT_RAISED("alert.not-raised"),
    REPLY_SENT("reply.sent"),
    NOTE_WRITTEN("note.written"),
    TIP_CLAIMED("tip.claimed"),
    TIP_RELEASED("tip.released"),
    TIP_ASSIGNED("tip.assigned"),
    TIP_UNASSIGNED("tip.unassigned"),
    TIP_VETTED("tip.vetted"),
    TIP_UNVETTED("tip.unvetted"),
    TIP_LANE_SET("tip.lane-set"),
    TIP_TAGGED("tip.tagged"),
    TIP_UNTAGGED("tip.untagged"),
    TIP_CLOSED("tip.closed"),
    TIP_REOPENED("tip.reopened"),
    /** Found that nobody here can open it. */
    TIP_UNREADABLE("tip.unreadable"),
    TIP_HELD("tip.held"),
    TIP_UNHELD("tip.unheld"),
    ANSWER_WAIVED("answer.waived"),
    ANSWER_UNWAIVED("answer.unwaived"),
    TIP_LINKED("tip.linked"),
    TIP_UNLINKED("tip.unlinked"),
    /** Closed as a duplicate of another. */
    TIP_MERGED("tip.merged"),
    TIP_UNMERGED("tip.unmerged"),
    MENTION_SEEN("mention.seen"),
    TAG_MADE("tag.made"),
    TIP_PUT_ASIDE("tip.put-aside"),
    TIP_TAKEN_BACK("tip.taken-back"),
    /** Nobody's: its time was over. */
    TIP_EXPIRED("tip.expired"),
    MEMBER_ENROLLED("member.enrolled"),
    PASSKEY_ADDED("passkey.added"),
    PASSKEY_FORGOTTEN("passkey.forgotten"),
    /** A lead wants them in a queue; they are, when another agrees or after an hour. */
    MEMBER_ADMITTING("member.admitting"),
    MEMBER_KEPT_OUT("member.kept-out"),
    MEMBER_ADMITTED("member.admitted"),
    /** Their browser opened a key that was sealed to them. */
    KEY_SHOWN("key.shown"),
    /** Their sealed keys left the service: once a day is written. */
    KEYS_FETCHED("keys.fetched"),
    /** The same of the list of everybody, with the recovery copies. */
    PEOPLE_READ("people.read"),
    /** A folder of the ceremony brought it at the start. */
    KEY_TAKEN_OVER("key.taken-over"),
    /** Keycloak has asked them once more, and they did what needs that: once a day is written. */
    STEPPED_UP("member.stepped-up"),
    /** They asked for what is not theirs: once a day is written of each route. */
    REFUSED("route.refused"),
    MEMBER_RECOVERED("member.recovered"),
    MEMBER_REMOVED("member.removed"),
    EPOCH_BEGUN("epoch.begun"),
    /** A lead wants its key destroyed; it is, when another agrees or after an hour. */
    EPOCH_ENDING("epoch.ending"),
    EPOCH_KEPT("epoch.kept"),
    /** A lead's, or nobody's: no tip was left, or an hour had passed. */
    EPOCH_DESTROYED("epoch.destroyed"),
    DRILL_ORDERED("drill.ordered"),
    PARTNER_INVITED("partner.invited"),
    /** Its answer is there, and waits for a second member. */
    PARTNER_PROPOSED("partner.proposed"),
    PARTNER_ADMITTED("partner.admitted"),
    /** The invitation was withdrawn. */
    PARTNER_DROPPED("partner.dropped"),
    PARTNER_CHANGED("partner.changed"),
    /** A member wants it ended; it is, when another agrees or after an hour. */
    PARTNER_ENDING("partner.ending"),
    PARTNER_KEPT("partner.kept"),
    PARTNER_ENDED("partner.ended"),
    DETAILS_WRITTEN("details.written"),
    /** Somebody read them: once a day is written of each tip. */
    DETAILS_SEEN("details.seen"),
    DETAILS_RELEASED("details.released"),
    DETAILS_DROPPED("details.dropped"),
    /** The source's own deed: it took a consent back before they were released. */
    DETAILS_TAKEN_BACK("details.taken-back"),
    /** The partner's deed. */
    DETAILS_FETCHED("details.fetched"),
    /** The alert channel's deed: it had no consent, partner or alert for them. */
    DETAILS_REFUSED("details.refused"),
    /** The alert channel's deed. */
    DETAILS_DESTROYED("details.destroyed"),
    /** The source's own deed. */
    CONSENT_WITHDRAWN("consent.withdrawn"),
    /** The source's own deed; the tip reports unread danger, and is deleted after a pause. */
    TIP_ERASING("tip.erasing"),
    /** The source's own deed. */
    TIP_ERASED("tip.erased");

    private final String stored;

    Deed(String stored) {
        this.stored = stored;
    }

    public String stored() {
        return stored;
    }

    static Set<String> stored(Set<Deed> deeds) {
        return deeds.stream().map(Deed::stored).collect(Collectors.toSet());
    }
}
