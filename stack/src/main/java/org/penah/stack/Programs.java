package org.penah.stack;

import static org.penah.stack.process.Program.StopSignal.INT;
import static org.penah.stack.process.Program.StopSignal.TERM;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.penah.stack.broker.Broker;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.partner.DemoCanary;
import org.penah.stack.partner.DemoPartner;
import org.penah.stack.postgres.Cluster;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Jvm;
import org.penah.stack.process.Program;
import org.penah.stack.process.Progress;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;
import org.penah.stack.tor.TorNetwork;
import org.penah.testbed.keycloak.KeycloakDistribution;

/** Holds the one table of what runs. */
final class Programs {

    private final Repository repository;
    private final State state;
    private final Ports ports;
    private final Optional<TorNetwork> tor;
    private final Services services;
    private final DemoPartner partner;
    private final DemoCanary canary;
    private final Progress progress;

    Programs(
            Repository repository,
            State state,
            Ports ports,
            Optional<TorNetwork> tor,
            Services services,
            DemoPartner partner,
            DemoCanary canary,
            Progress progress) {
        this.repository = repository;
        this.state = state;
        this.ports = ports;
        this.tor = tor;
        this.services = services;
        this.partner = partner;
        this.canary = canary;
        this.progress = progress;
    }

    List<Program> table() {
        List<Program> table = new ArrayList<>();
        tor.ifPresent(network -> table.addAll(network.beforeIntake()));
        table.addAll(withoutTor());
        tor.ifPresent(network -> table.add(network.source()));
        return table;
    }

    private List<Program> withoutTor() {
        return List.of(
                new Program(
                        "postgres",
                        List.of(Port.POSTGRES),
                        "localhost:" + ports.of(Port.POSTGRES),
                        Set.of(),
                        new Cluster(state, ports.of(Port.POSTGRES))::prepare,
                        new Databases(state, ports.of(Port.POSTGRES))::ready,
                        INT),
                new Program(
                        "broker",
                        List.of(Port.BROKER),
                        "amqp://localhost:" + ports.of(Port.BROKER),
                        Set.of(),
                        this::broker,
                        Ready.tcp(ports.of(Port.BROKER)),
                        TERM),
                new Program(
                        "keycloak",
                        List.of(Port.KEYCLOAK),
                        ports.url(Port.KEYCLOAK),
                        Set.of(),
                        new Keycloak(
                                new KeycloakDistribution(repository.root()),
                                repository.module("stack/src/main/keycloak/penah-realm.json"),
                                state,
                                ports,
                                progress)::prepare,
                        Ready.http(ports.url(Port.KEYCLOAK) + "/realms/penah/.well-known/openid-configuration"),
                        TERM),
                services.intake(),
                services.triage(),
                services.notifier(),
                new Program(
                        "partner",
                        List.of(Port.PARTNER, Port.PARTNER_PAGE),
                        ports.url(Port.PARTNER),
                        // It verifies what comes with keys that notify-service makes at its first start.
                        Set.of("notify"),
                        partner::receive,
                        Ready.tcp(ports.of(Port.PARTNER)),
                        TERM),
                new Program(
                        "null-partner",
                        List.of(Port.NULL_PARTNER),
                        ports.url(Port.NULL_PARTNER),
                        Set.of("notify"),
                        partner::receiveCanaries,
                        Ready.tcp(ports.of(Port.NULL_PARTNER)),
                        TERM),
                new Program(
                        "canary",
                        List.of(),
                        "work, a tip every hour",
                        Set.of("intake", "triage", "null-partner"),
                        canary::run,
                        () -> true,
                        TERM));
    }

    private ProcessBuilder broker() throws IOException {
        Map<String, String> passwords = new HashMap<>();
        for (String user : Broker.USERS) {
            passwords.put(
                    Broker.passwordVariable(user),
                    state.secrets().get("broker-" + user).reveal());
        }
        return Jvm.command(
                state.folder("tmp").resolve("broker"),
                passwords,
                List.of(
                        "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT %4$s %5$s%n",
                        "-cp",
                        repository.built("stack/target/stack.jar").toString(),
                        Broker.class.getName(),
                        state.folder("broker").toString(),
                        Integer.toString(ports.of(Port.BROKER))));
    }
}
