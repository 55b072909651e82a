package org.penah.triage;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

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
        boolean flood) {

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
                false);
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
                false);
    }

    public Sent withoutConsent() {
        return new Sent(eventId, tipId, blobId, queue, threat, false, day, dueBy, alertId, flood);
    }

    /** The same tip in another queue. */
    public Sent in(String otherQueue) {
        return new Sent(eventId, tipId, blobId, otherQueue, threat, mayAlert, day, dueBy, alertId, flood);
    }

    /** The same tip with another's sealed file. */
    public Sent ofFile(UUID otherBlobId) {
        return new Sent(eventId, tipId, otherBlobId, queue, threat, mayAlert, day, dueBy, alertId, flood);
    }

    public Sent on(String otherDay) {
        return new Sent(eventId, tipId, blobId, queue, threat, mayAlert, otherDay, dueBy, alertId, flood);
    }

    /** The same tip, sent while the form was being flooded. */
    public Sent inFlood() {
        return new Sent(eventId, tipId, blobId, queue, threat, mayAlert, day, dueBy, alertId, true);
    }

    /** The same tip, told in another event. */
    public Sent again() {
        return new Sent(UUID.randomUUID(), tipId, blobId, queue, threat, mayAlert, day, dueBy, alertId, flood);
    }

    /** That its source has deleted everything. */
    public byte[] erased() {
        return told("tip.erased", "{\"tipId\":\"%s\"}".formatted(tipId));
    }

    /** That its source has withdrawn consents; what is left of them. */
    public byte[] withdrawn(boolean alert, boolean details) {
        return told(
                "consent.withdrawn",
                "{\"tipId\":\"%s\",\"consents\":{\"alert\":%s,\"details\":%s}}".formatted(tipId, alert, details));
    }

    /** That notify-service says how the alert stands, with nobody told. */
    public byte[] alertIs(String state, int revision) {
        return """
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.alert.changed.v1",
                "datacontenttype":"application/json","data":{"alertId":"%s","revision":%d,"state":"%s",
                "basis":"source-asserted","partners":[]}}""".formatted(UUID.randomUUID(), alertId, revision, state).getBytes(StandardCharsets.UTF_8);
    }

    /** Another event of intake-service. */
    public static byte[] told(String type, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/intake","type":"org.penah.%s.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), type, data).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] event() {
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
                "sizeClass":65536,"day":"%s"%s}}""".formatted(eventId, tipId, blobId, queue, threat, mayAlert, mayAlert, day, more)
                .getBytes(StandardCharsets.UTF_8);
    }
}
