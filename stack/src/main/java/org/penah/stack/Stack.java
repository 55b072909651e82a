package org.penah.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.penah.stack.keys.DemoKeys;
import org.penah.stack.partner.DemoCanary;
import org.penah.stack.partner.DemoPartner;
import org.penah.stack.process.Program;
import org.penah.stack.process.Progress;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;
import org.penah.stack.tor.TorNetwork;

/** Runs all of Penah on this machine, from the first process to the last. */
public final class Stack implements AutoCloseable {

    /**
     * How it is to run.
     *
     * @param state the folder for everything that outlives it
     * @param freePorts take free ports instead of those of the documentation
     * @param fresh forget the state first
     * @param without programs that somebody starts by hand
     * @param dev services that run from their sources and reload
     * @param tor also a private Tor network and an onion service in front of intake
     */
    public record Options(
            Path state, boolean freePorts, boolean fresh, Set<String> without, Set<String> dev, boolean tor) {}

    private final State state;
    private final Ports ports;
    private final DemoKeys keys;
    private final DemoPartner partner;
    private final DemoCanary canary;
    private final Optional<TorNetwork> tor;
    private final Services services;
    private final Set<String> startedByHand;
    private final Supervisor supervisor;
    private final List<Program> programs;

    private Stack(
            State state,
            Ports ports,
            DemoKeys keys,
            DemoPartner partner,
            DemoCanary canary,
            Optional<TorNetwork> tor,
            Services services,
            Set<String> startedByHand,
            Supervisor supervisor,
            List<Program> programs) {
        this.state = state;
        this.ports = ports;
        this.keys = keys;
        this.partner = partner;
        this.canary = canary;
        this.tor = tor;
        this.services = services;
        this.startedByHand = startedByHand;
        this.supervisor = supervisor;
        this.programs = programs;
    }

    /** Takes the state folder and ends what an earlier run left there; starts nothing yet. */
    public static Stack prepare(Options options, Progress progress) {
        if (options.tor() && options.without().contains("intake")) {
            throw new StackFailure("--tor waits until intake answers through it, so --without cannot name intake.");
        }
        State state = State.open(options.state());
        Supervisor supervisor = new Supervisor(state, progress);
        supervisor.endLeftovers();
        if (options.fresh()) {
            state.clear();
        }
        Ports ports = options.freePorts() ? Ports.free(state) : Ports.usual();
        Repository repository = Repository.ofThisProgram();
        DemoKeys keys = new DemoKeys(
                repository.built("intake-service/target/classes/script/form.js"),
                repository.module("stack/src/main/words"),
                state,
                Clock.systemUTC(),
                progress);
        DemoPartner partner =
                new DemoPartner(repository.module("partner-kit").resolve("target/penah-partner.jar"), state, ports);
        Optional<TorNetwork> tor = options.tor()
                ? Optional.of(new TorNetwork(state, ports, repository.module("k8s/tor/torrc")))
                : Optional.empty();
        DemoCanary canary =
                new DemoCanary(repository.module("canary").resolve("target/penah-canary.jar"), state, ports, keys, tor);
        Services services = new Services(repository, state, ports, keys, partner, canary, tor, options.dev());
        List<Program> programs = new Programs(repository, state, ports, tor, services, partner, canary, progress)
                .table().stream()
                        .filter(program -> !options.without().contains(program.name()))
                        .toList();
        Set<String> byHand = new TreeSet<>(options.without());
        byHand.retainAll(Services.NAMES);
        return new Stack(state, ports, keys, partner, canary, tor, services, byHand, supervisor, programs);
    }

    /**
     * Starts everything and waits until it is ready.
     *
     * @throws StackFailure when a port is taken or a program does not become ready; nothing runs then
     */
    public void start() {
        Set<Port> wanted = EnumSet.noneOf(Port.class);
        programs.forEach(program -> wanted.addAll(program.ports()));
        ports.mustBeFree(wanted);
        supervisor.start(programs);
        try {
            for (String name : startedByHand) {
                services.leaveForDevMode(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings the databases of services that somebody starts by hand to the schema of what was built. */
    void migrateForThoseStartedByHand() {
        for (String name : startedByHand) {
            try {
                services.migrate(name);
            } catch (IOException e) {
                throw new StackFailure(name + " cannot be started: " + e.getMessage(), e);
            }
        }
    }

    /** Kills one program, which does not hear of it. */
    public void kill(String name) {
        supervisor.kill(name);
    }

    /** Starts a killed program again and waits until it is ready. */
    public void startAgain(String name) {
        supervisor.startAgain(programs.stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow());
    }

    /** Returns only when something has ended that should run; says what. */
    public String awaitDeath() throws InterruptedException {
        return supervisor.awaitDeath();
    }

    public State state() {
        return state;
    }

    public Ports ports() {
        return ports;
    }

    public DemoKeys keys() {
        return keys;
    }

    public DemoPartner partner() {
        return partner;
    }

    public DemoCanary canary() {
        return canary;
    }

    /** The onion service and the way to it, if it was asked for. */
    public Optional<TorNetwork> tor() {
        return tor;
    }

    @Override
    public void close() {
        supervisor.close();
        state.close();
    }
}
