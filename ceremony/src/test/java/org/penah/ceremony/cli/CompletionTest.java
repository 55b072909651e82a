package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.penah.testbed.program.Command;
import picocli.CommandLine;

/** The shell completes what the commands take: the words are written down, so that completing builds nothing. */
class CompletionTest {

    @TestFactory
    Stream<DynamicTest> theShellKnowsWhatEachCommandTakes() {
        Terminal none = new Terminal(System.in, System.out, System.err, Map.of(), null);
        CommandLine all = Main.commandLine(none, Clock.systemUTC());
        return all.getSubcommands().entrySet().stream().flatMap(command -> tests(command.getKey(), command.getValue()));
    }

    private static Stream<DynamicTest> tests(String path, CommandLine command) {
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("penah " + path, () -> {
                    // When
                    List<String> offered = offered(path);

                    // Then
                    assertThat(offered).containsExactlyInAnyOrderElementsOf(taken(command));
                })),
                command.getSubcommands().entrySet().stream()
                        .flatMap(sub -> tests(path + " " + sub.getKey(), sub.getValue())));
    }

    private static List<String> taken(CommandLine command) {
        List<String> words = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().stream()
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(name -> name.startsWith("--") && !name.equals("--version"))
                .forEach(words::add);
        return words;
    }

    private static List<String> offered(String path) {
        String said = Command.of(
                        "bash", "-c", "source ../stack/src/main/sh/completion.sh && _penah_words \"$1\"", "-", path)
                .succeed();
        return Arrays.asList(said.strip().split(" ", -1));
    }
}
