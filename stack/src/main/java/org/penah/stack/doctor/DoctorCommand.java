package org.penah.stack.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.penah.stack.Repository;
import org.penah.stack.server.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs {@code penah doctor}, after the script has looked at what a build needs. */
@Command(
        name = "doctor",
        description = "Find problems on this machine and in what runs on it, and say what to do.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--state", paramLabel = "DIR", description = "Look at what runs from DIR instead of .penah.")
    @Nullable
    Path state;

    @Option(names = "--json", description = "One object for machines.")
    boolean asJson;

    @Option(names = "--so-far", hidden = true, defaultValue = "[]", description = "What the script has found.")
    String soFar;

    @Option(names = "--colours", hidden = true, description = "The script has seen a terminal.")
    boolean coloured;

    @Override
    public Integer call() throws IOException {
        Path repository = Repository.ofThisProgram().root();
        Report report = new Report(spec.commandLine().getOut(), asJson, coloured, foundSoFar());
        new Doctor(repository, state == null ? repository.resolve(".penah") : state, Installation.here())
                .look(report::add);
        return report.conclude() ? 0 : 1;
    }

    private List<Finding> foundSoFar() throws JsonProcessingException {
        return new ObjectMapper().readValue(soFar, new TypeReference<>() {});
    }
}
