package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.penah.stack.doctor.Server.Container;
import org.penah.stack.process.OtherPrograms;
import org.penah.stack.server.Backups;
import org.penah.stack.server.Installation;

/** Looks at all that a shell cannot look at. */
final class Doctor {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Machine machine;
    private final ProgramsOfTests programsOfTests;
    private final Server server;
    private final LocalStack stack;

    interface Look {
        List<Finding> findings() throws IOException;
    }

    /**
     * @param repository the folder of the sources
     * @param state the folder of {@code ./penah up}; need not be there
     * @param installation need not exist
     */
    Doctor(Path repository, Path state, Installation installation) {
        OtherPrograms programs = installation.programs();
        machine = new Machine(programs);
        programsOfTests = new ProgramsOfTests(repository.resolve(".ci/programs"), programs);
        server = new Server(installation, new Backups(Backups.USUAL), Precautions.PROGRAMS);
        stack = new LocalStack(state, new Loopback(PATIENCE));
    }

    /** Tells each finding as soon as it is there. */
    void look(Consumer<Finding> tell) throws IOException {
        each("machine", machine::findings, tell);
        each("tests", programsOfTests::findings, tell);
        List<Container> containers = server.containers();
        each("server", () -> server.findings(containers), tell);
        each("state", () -> List.of(stack.folder()), tell);
        each("programs", stack::programs, tell);
        // Running programs hold their own ports.
        each("ports", () -> containers.isEmpty() && !stack.runs() ? stack.ports() : List.of(), tell);
    }

    /** That one thing cannot be looked at hides nothing of the others. */
    static void each(String subject, Look look, Consumer<Finding> tell) {
        try {
            look.findings().forEach(tell);
        } catch (IOException | RuntimeException unreadable) {
            tell.accept(Finding.bad(subject, "cannot be checked: " + unreadable, "Check it by hand."));
        }
    }
}
