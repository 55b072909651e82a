package org.penah.notify;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.penah.outbox.Migrations;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.testbed.key.Ed25519Keys;
import org.penah.testbed.postgres.Postgres;

/** PostgreSQL with the service's two roles, a broker with its queues, and two partners to import. */
public class LocalServices implements QuarkusTestResourceLifecycleManager {

    private Postgres postgres;
    private org.penah.testbed.broker.Broker broker;
    private Map<String, String> others = Map.of();

    /** Takes settings that a test wants other than they are here. */
    @Override
    public void init(Map<String, String> settings) {
        others = settings;
    }

    @Override
    public Map<String, String> start() {
        try {
            Map<String, String> properties = new HashMap<>();
            startPostgres(properties);
            startBroker(properties);
            makePartners(properties);
            properties.putAll(others);
            return properties;
        } catch (Exception cannotStart) {
            throw new IllegalStateException(cannotStart);
        }
    }

    private void startPostgres(Map<String, String> properties) {
        postgres = makePostgres();
        postgres.execute("postgres", "create role notify_owner login password 'owner'");
        postgres.execute("postgres", "create role notify login password 'runtime'");
        // As in earnest: a commit waits for the disk.
        postgres.execute("postgres", "alter role notify set synchronous_commit = on");
        postgres.execute("postgres", "create database notify owner notify_owner");
        String address = "postgresql://localhost:" + postgres.port() + "/notify";
        Migrations.migrate("jdbc:" + address, "notify_owner", "owner", "notify");
        properties.put("quarkus.datasource.reactive.url", address);
        properties.put("quarkus.datasource.password", "runtime");
        properties.put("test.database", postgres.jdbcUrl("notify"));
    }

    /** The database's server, before it has anything. */
    protected Postgres makePostgres() {
        return Postgres.start();
    }

    private void startBroker(Map<String, String> properties) {
        broker = org.penah.testbed.broker.Broker.start(
                List.of("penah.intake.notify", "penah.triage.notify", "penah.notify.triage", "penah.notify.intake"));
        properties.put("amqp-host", "localhost");
        properties.put("amqp-port", String.valueOf(broker.port()));
        properties.put("amqp-password", "any");
        properties.put("penah.events.key", Ed25519Keys.make().privateKey());
        for (String sender : List.of("intake", "triage")) {
            Ed25519Keys keys = Ed25519Keys.make();
            properties.put("penah.events.from." + sender, keys.publicKey());
            properties.put("test.key-of-" + sender, keys.privateKey());
        }
    }

    private static void makePartners(Map<String, String> properties) throws Exception {
        Path folder = Files.createTempDirectory("partners");
        URI nowhere = URI.create("https://partner.invalid/");
        // The address is set by each test, which starts a server.
        new Home(folder.resolve("safe-house")).initialise("safe-house", nowhere, true, Profile.EDGE);
        new Home(folder.resolve("night-desk")).initialise("night-desk", nowhere, false, Profile.EDGE);
        Files.writeString(
                folder.resolve("import.json"),
                "[" + Files.readString(folder.resolve("safe-house/profile.json")) + ","
                        + Files.readString(folder.resolve("night-desk/profile.json")) + "]");
        properties.put("test.partners", folder.toString());
        properties.put(
                "penah.partners.import-file", folder.resolve("import.json").toString());
        properties.put("penah.partners.export-directory", folder.toString());
        properties.put("penah.partners.wrapping-secret", "a secret for tests, long enough");
        properties.put("penah.egress.allow-loopback", "true");
        properties.put("penah.egress.deadline", "2s");
        properties.put("penah.delivery.poll", "100ms");
        properties.put("penah.escalation.every", "0.2s");
        properties.put("penah.alarms.every", "0.2s");
        properties.put("penah.canary.look", "0.2s");
        properties.put("penah.details.shred", "0.2s");
        properties.put("penah.details-answers.after", "200ms");
        properties.put("penah.slots.length", System.getProperty("penah.test.slots", "400ms"));
        properties.put("penah.slots.shortest", "400ms");
    }

    @Override
    public void stop() {
        broker.close();
        postgres.close();
    }
}
