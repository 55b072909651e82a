package org.penah.triage.journal;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names a kind of deed. Its name is stored and hashed, so add names and never change one. The deeds of steps on tips are
 * in the rows of {@code StepKind}; all others are here.
 */
public record Deed(String stored) {
    public static final Deed TIP_OPENED = new Deed("tip.opened");
    public static final Deed BLOB_FETCHED = new Deed("tip.blob-fetched");
    /** The same, to show in the list how the tip begins, once a day: their browser could read all of it. */
    public static final Deed TIP_PREVIEWED = new Deed("tip.previewed");

    /** The alert channel's deed: partners were told, one has answered, nobody has, it is over. */
    public static final Deed ALERT_CHANGED = new Deed("alert.changed");

    public static final Deed ALERT_CONFIRMED = new Deed("alert.confirmed");
    public static final Deed ALERT_CANCELLING = new Deed("alert.cancelling");
    public static final Deed ALERT_CANCELLED = new Deed("alert.cancelled");
    public static final Deed ALERT_KEPT = new Deed("alert.kept");
    public static final Deed ALERT_RENEWED = new Deed("alert.renewed");
    /** A member wants an alert ended of which no tip is here; it is, when another agrees or after an hour. */
    public static final Deed ALERT_ENDING = new Deed("alert.ending");

    public static final Deed ALERT_ENDED = new Deed("alert.ended");
    /** Those partners that have taken it on did not suffice. */
    public static final Deed ALERT_OTHERS_CALLED = new Deed("alert.others-called");
    /** As one of a flood, unread, with a reason. */
    public static final Deed ALERT_SET_ASIDE = new Deed("alert.set-aside");

    public static final Deed ALERT_PUT_BACK = new Deed("alert.put-back");
    /** Without the source's consent, because a life depends on it. */
    public static final Deed ALERT_PROPOSED = new Deed("alert.proposed");

    public static final Deed ALERT_RAISED = new Deed("alert.raised");
    public static final Deed ALERT_NOT_RAISED = new Deed("alert.not-raised");
    public static final Deed REPLY_SENT = new Deed("reply.sent");
    /** Its writer took one back before it went out: once a day is written of each tip. */
    public static final Deed REPLY_TAKEN_BACK = new Deed("reply.taken-back");
    /** Its writer no longer reads the tip, or another answer has its id. */
    public static final Deed REPLY_NOT_SENT = new Deed("reply.not-sent");

    public static final Deed MENTION_SEEN = new Deed("mention.seen");
    public static final Deed TAG_MADE = new Deed("tag.made");
    public static final Deed TIP_PUT_ASIDE = new Deed("tip.put-aside");
    public static final Deed TIP_TAKEN_BACK = new Deed("tip.taken-back");
    /** A tip was moved out of a queue, or given back by it, which is what the entry is about. */
    public static final Deed TIP_LEFT = new Deed("tip.left");
    /** The same at the other queue. */
    public static final Deed TIP_CAME = new Deed("tip.came");
    /** Nobody's: its time was over. */
    public static final Deed TIP_EXPIRED = new Deed("tip.expired");

    public static final Deed MEMBER_ENROLLED = new Deed("member.enrolled");
    public static final Deed PASSKEY_ADDED = new Deed("passkey.added");
    public static final Deed PASSKEY_FORGOTTEN = new Deed("passkey.forgotten");
    /** A lead wants them in a queue; they are, when another agrees or after an hour. */
    public static final Deed MEMBER_ADMITTING = new Deed("member.admitting");

    public static final Deed MEMBER_KEPT_OUT = new Deed("member.kept-out");
    public static final Deed MEMBER_ADMITTED = new Deed("member.admitted");
    /** Their browser opened a key that was sealed to them. */
    public static final Deed KEY_SHOWN = new Deed("key.shown");
    /** Their sealed keys left the service: once a day is written. */
    public static final Deed KEYS_FETCHED = new Deed("keys.fetched");
    /** The same of the list of everybody, with the recovery copies. */
    public static final Deed PEOPLE_READ = new Deed("people.read");
    /** A folder of the ceremony brought it at the start. */
    public static final Deed KEY_TAKEN_OVER = new Deed("key.taken-over");
    /** Keycloak has asked them once more, and they did what needs that: once a day is written. */
    public static final Deed STEPPED_UP = new Deed("member.stepped-up");
    /** They asked for what is not theirs: once a day is written of each route. */
    public static final Deed REFUSED = new Deed("route.refused");

    /** They are away from now on, and what they held is free. */
    public static final Deed MEMBER_AWAY = new Deed("member.away");

    public static final Deed MEMBER_BACK = new Deed("member.back");
    public static final Deed MEMBER_RECOVERED = new Deed("member.recovered");
    public static final Deed MEMBER_REMOVED = new Deed("member.removed");
    public static final Deed EPOCH_BEGUN = new Deed("epoch.begun");
    /** A lead wants its key destroyed; it is, when another agrees or after an hour. */
    public static final Deed EPOCH_ENDING = new Deed("epoch.ending");

    public static final Deed EPOCH_KEPT = new Deed("epoch.kept");
    /** A lead's, or nobody's: no tip was left, or an hour had passed. */
    public static final Deed EPOCH_DESTROYED = new Deed("epoch.destroyed");

    public static final Deed DRILL_ORDERED = new Deed("drill.ordered");
    public static final Deed PARTNER_INVITED = new Deed("partner.invited");
    /** Its answer is there, and waits for a second member. */
    public static final Deed PARTNER_PROPOSED = new Deed("partner.proposed");

    public static final Deed PARTNER_ADMITTED = new Deed("partner.admitted");
    /** The invitation was withdrawn. */
    public static final Deed PARTNER_DROPPED = new Deed("partner.dropped");

    public static final Deed PARTNER_CHANGED = new Deed("partner.changed");
    /** A member wants it ended; it is, when another agrees or after an hour. */
    public static final Deed PARTNER_ENDING = new Deed("partner.ending");

    public static final Deed PARTNER_KEPT = new Deed("partner.kept");
    public static final Deed PARTNER_ENDED = new Deed("partner.ended");
    /** A partner's telephone numbers, for one queue; they wait for a second member. */
    public static final Deed TELEPHONE_WRITTEN = new Deed("telephone.written");

    public static final Deed TELEPHONE_APPROVED = new Deed("telephone.approved");
    public static final Deed DETAILS_WRITTEN = new Deed("details.written");
    /** Somebody read them: once a day is written of each tip. */
    public static final Deed DETAILS_SEEN = new Deed("details.seen");

    public static final Deed DETAILS_APPROVED = new Deed("details.released");
    public static final Deed DETAILS_DROPPED = new Deed("details.dropped");
    /** The source's own deed: it took a consent back before they were approved. */
    public static final Deed DETAILS_TAKEN_BACK = new Deed("details.taken-back");
    /** The partner's deed. */
    public static final Deed DETAILS_FETCHED = new Deed("details.fetched");
    /** The alert channel's deed: it had no consent, partner or alert for them. */
    public static final Deed DETAILS_REFUSED = new Deed("details.refused");
    /** The alert channel's deed. */
    public static final Deed DETAILS_DESTROYED = new Deed("details.destroyed");
    /** The source's own deed. */
    public static final Deed CONSENT_WITHDRAWN = new Deed("consent.withdrawn");
    /** The source's own deed; the tip reports unread danger, and is deleted after a pause. */
    public static final Deed TIP_ERASING = new Deed("tip.erasing");
    /** The source's own deed. */
    public static final Deed TIP_ERASED = new Deed("tip.erased");

    static Set<String> stored(Set<Deed> deeds) {
        return deeds.stream().map(Deed::stored).collect(Collectors.toSet());
    }
}
