package org.penah.triage;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.UUID;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.decision.DecisionKeys;

/** A tip as intake-service tells of it, to be changed for what a test is about. */
public record Sent(
        UUID eventId,
        UUID tipId,
        UUID blobId,
        String queue,
        String threat,
        boolean mayAlert,
        String day,
        String dueBy,
        UUID alertId,
        boolean flood,
        DecisionKeys decisions) {

    private static final byte[] SALT = new byte[DecisionKeys.SALT_LENGTH];

    /** No danger, in a queue that both members read. */
    public static Sent routine() {
        return new Sent(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                "general",
                "{\"who\":\"none\"}",
                false,
                "2026-11-24",
                "",
                UUID.randomUUID(),
                false,
                someones());
    }

    private static DecisionKeys someones() {
        byte[] seed = new byte[32];
        new SecureRandom().nextBytes(seed);
        return DecisionKeys.ofSeed(seed);
    }

    /** Danger within hours that protection organisations may hear of, in a queue that only Aysel reads. */
    public static Sent danger(String dueBy) {
        Sent tip = routine();
        return new Sent(
                tip.eventId,
                tip.tipId,
                tip.blobId,
                "threat",
                "{\"who\":\"me\",\"when\":\"hours\",\"region\":\"145\"}",
                true,
                tip.day,
                dueBy,
                tip.alertId,
                false,
                tip.decisions);
    }

    /** What a source adds to a danger that is no worse: nothing in it says that it is one. */
    public static Sent addition(String when, String dueBy) {
        Sent tip = danger(dueBy);
        return new Sent(
                tip.eventId,
                tip.tipId,
                tip.blobId,
                tip.queue,
                "{\"who\":\"unspecified\",\"when\":\"" + when + "\"}",
                false,
                tip.day,
                dueBy,
                tip.alertId,
                false,
                tip.decisions);
    }

    public Sent withoutConsent() {
        return new Sent(eventId, tipId, blobId, queue, threat, false, day, dueBy, alertId, flood, decisions);
    }

    /** The same tip in another queue. */
    public Sent in(String otherQueue) {
        return new Sent(eventId, tipId, blobId, otherQueue, threat, mayAlert, day, dueBy, alertId, flood, decisions);
    }

    /** The same tip with another's sealed file. */
    public Sent ofFile(UUID otherBlobId) {
        return new Sent(eventId, tipId, otherBlobId, queue, threat, mayAlert, day, dueBy, alertId, flood, decisions);
    }

    public Sent on(String otherDay) {
        return new Sent(eventId, tipId, blobId, queue, threat, mayAlert, otherDay, dueBy, alertId, flood, decisions);
    }

    /** The same tip, sent while the form was being flooded. */
    public Sent inFlood() {
        return new Sent(eventId, tipId, blobId, queue, threat, mayAlert, day, dueBy, alertId, true, decisions);
    }

    /** The same tip, told in another event. */
    public Sent again() {
        return new Sent(
                UUID.randomUUID(), tipId, blobId, queue, threat, mayAlert, day, dueBy, alertId, flood, decisions);
    }

    /** That its source has deleted everything. */
    public byte[] erased() {
        return erased(sign(Decision.ERASE));
    }

    /** That somebody says so. */
    public byte[] erased(String signature) {
        return told("tip.erased", "{\"tipId\":\"%s\",\"signature\":\"%s\"}".formatted(tipId, signature));
    }

    /** That a version says so which knows of no signatures. */
    public byte[] erasedUnsigned() {
        return told("tip.erased", "{\"tipId\":\"%s\"}".formatted(tipId));
    }

    public String decisionKey() {
        return decisions.publicKey(SALT);
    }

    public String sign(Decision decision) {
        return decisions.sign(SALT, decision);
    }

    /** That its source has withdrawn consents; what is left of them. */
    public byte[] withdrawn(boolean alert, boolean details) {
        return withdrawn(alert, details, sign(alert ? Decision.WITHDRAW_DETAILS : Decision.WITHDRAW_ALERT));
    }

    /** That somebody says so. */
    public byte[] withdrawn(boolean alert, boolean details, String signature) {
        return told(
                "consent.withdrawn",
                "{\"tipId\":\"%s\",\"consents\":{\"alert\":%s,\"details\":%s},\"signature\":\"%s\"}"
                        .formatted(tipId, alert, details, signature));
    }

    /** That notify-service says how the alert stands, with nobody told. */
    public byte[] alertIs(String state, int revision) {
        return alertIs(state, revision, "");
    }

    /** The same, with more fields. */
    public byte[] alertIs(String state, int revision, String more) {
        return """
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.alert.changed.v1",
                "datacontenttype":"application/json","data":{"alertId":"%s","revision":%d,"state":"%s",
                "basis":"source-asserted","partners":[]%s}}""".formatted(UUID.randomUUID(), alertId, revision, state, more).getBytes(StandardCharsets.UTF_8);
    }

    /** Another event of intake-service. */
    public static byte[] told(String type, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/intake","type":"org.penah.%s.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), type, data).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] event() {
        return event(",\"decisionKey\":\"" + decisionKey() + "\"");
    }

    /** The same from a version before decisions were signed. */
    public byte[] eventWithoutKey() {
        return event("");
    }

    private byte[] event(String key) {
        String more = dueBy.isEmpty() ? "" : ",\"dueBy\":\"" + dueBy + "\"";
        if (flood) {
            more += ",\"flood\":true";
        }
        if (mayAlert) {
            more += ",\"alertId\":\"" + alertId + "\"";
        }
        return """
                {"specversion":"1.0","id":"%s","source":"/intake","type":"org.penah.tip.received.v1",
                "datacontenttype":"application/json","data":{"tipId":"%s","blobId":"%s","queue":"%s","epoch":1,
                "language":"en","threat":%s,"consents":{"alert":%s,"details":%s},"sealing":"server",
                "sizeClass":65536,"day":"%s"%s%s}}""".formatted(eventId, tipId, blobId, queue, threat, mayAlert, mayAlert, day, more, key)
                .getBytes(StandardCharsets.UTF_8);
    }
}
