package org.penah.stack.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the operators would give to the broker, as RabbitMQ itself writes it down. */
final class Definitions {

    static final String PASSWORD = "password";

    private Definitions() {}

    /** With {@value #PASSWORD} for every user's password. */
    static ObjectNode of(Manifests manifests) {
        ObjectNode all = new ObjectMapper().createObjectNode();
        all.withArray("vhosts").addObject().put("name", "/");
        manifests
                .ofKind("User")
                .forEach(user -> all.withArray("users")
                        .addObject()
                        .put("name", user.at("/metadata/name").asText())
                        .put("password", PASSWORD)
                        .put("tags", ""));
        manifests.ofKind("Permission").forEach(permission -> {
            ObjectNode right = all.withArray("permissions").addObject().put("vhost", "/");
            right.put("user", permission.at("/spec/userReference/name").asText());
            right.setAll((ObjectNode) permission.at("/spec/permissions"));
        });
        manifests
                .ofKind("Exchange")
                .forEach(exchange -> object(all, "exchanges", exchange)
                        .put("type", exchange.at("/spec/type").asText())
                        .put("internal", false)
                        .putObject("arguments"));
        manifests.ofKind("Queue").forEach(queue -> {
            ObjectNode arguments = object(all, "queues", queue).putObject("arguments");
            arguments.put("x-queue-type", queue.at("/spec/type").asText());
            if (queue.at("/spec/arguments") instanceof ObjectNode given) {
                arguments.setAll(given);
            }
        });
        manifests.ofKind("Binding").forEach(binding -> {
            ObjectNode bound = all.withArray("bindings").addObject().put("vhost", "/");
            bound.put("source", binding.at("/spec/source").asText())
                    .put("destination", binding.at("/spec/destination").asText())
                    .put("destination_type", "queue")
                    .put("routing_key", "")
                    .putObject("arguments");
        });
        return all;
    }

    private static ObjectNode object(ObjectNode all, String kind, JsonNode object) {
        return all.withArray(kind)
                .addObject()
                .put("vhost", "/")
                .put("name", object.at("/spec/name").asText())
                .put("durable", object.at("/spec/durable").asBoolean())
                .put("auto_delete", false);
    }
}
