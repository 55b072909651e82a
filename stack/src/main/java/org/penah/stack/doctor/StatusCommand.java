package org.penah.stack.doctor;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.penah.stack.process.OtherPrograms.Input;
import org.penah.stack.server.Backups;
import org.penah.stack.server.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs {@code penah server status}: what doctor says of an installed server, and nothing else of the machine. */
@Command(
        name = "status",
        description = "Says what runs, what is wrong, and how old the backup and the keys are.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit code 0 if nothing is bad, or if the alarm program succeeded; otherwise 1.",
            "Examples:",
            "  ./penah server status",
            "  ./penah server status --ring"
        })
public final class StatusCommand implements Callable<Integer> {

    private static final String ALARM = "/usr/local/bin/" + Precautions.ALARM;

    private final Supplier<Installation> installed;
    private final String alarm;

    @Spec
    CommandSpec spec;

    @Option(names = "--json", description = "One object for machines.")
    boolean asJson;

    @Option(names = "--ring", description = "Run the alarm program once, to try it: " + ALARM)
    boolean ring;

    public StatusCommand() {
        this(Installation::here, ALARM);
    }

    StatusCommand(Supplier<Installation> installed, String alarm) {
        this.installed = installed;
        this.alarm = alarm;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = installed.get();
        if (ring) {
            return ring(installation, out);
        }
        Report report = new Report(out, asJson, false, List.of());
        Server server = new Server(installation, new Backups(Backups.USUAL), Precautions.PROGRAMS);
        Doctor.each("server", () -> server.findings(server.containers()), report::add);
        return report.conclude() ? 0 : 1;
    }

    private int ring(Installation installation, PrintWriter out) throws IOException {
        if (installation.programs().find(alarm).isEmpty()) {
            out.printf("There is no program %s: docs/operations.md#on-one-server has three.%n", alarm);
            return 1;
        }
        int exit = installation.programs().run(List.of(alarm), Input.NONE);
        out.println(
                exit == 0
                        ? "The alarm program succeeded. Ask whether a telephone rang."
                        : "The alarm program failed with exit code %d: nobody would be woken.".formatted(exit));
        return exit == 0 ? 0 : 1;
    }
}
