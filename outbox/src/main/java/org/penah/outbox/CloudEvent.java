package org.penah.outbox;

import java.util.UUID;

/**
 * Carries one event in its envelope.
 *
 * @param specversion always {@code 1.0}
 * @param id random (version 4); what the inbox knows a repeat by
 * @param source the service that sent it, such as {@code /intake}
 * @param type reverse-DNS name with its version, such as {@code org.penah.tip.received.v1}
 * @param datacontenttype always {@code application/json}
 * @param data the event's own record
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents 1.0</a>; the optional
 * {@code time} is left out, because a time finer than a day is never kept with a tip
 */
public record CloudEvent<T>(String specversion, UUID id, String source, String type, String datacontenttype, T data) {

    public CloudEvent {
        require("1.0".equals(specversion), "specversion is not 1.0");
        require(id != null, "id is missing");
        require(source != null && source.matches("/[a-z]{1,20}"), "source is not the name of a service");
        require(
                type != null && type.matches("org\\.penah(\\.[a-z]{1,20}){2}\\.v[0-9]{1,2}"),
                "type is not one of ours");
        require("application/json".equals(datacontenttype), "datacontenttype is not application/json");
        require(data != null, "data is missing");
    }

    static <T> CloudEvent<T> of(String source, String type, T data) {
        return new CloudEvent<>("1.0", UUID.randomUUID(), source, type, "application/json", data);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
