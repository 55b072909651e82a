package org.penah.ceremony.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {

    private final Cli cli = Cli.withoutPassphrase();

    @TestFactory
    Stream<DynamicTest> everyCommandHelpsWithAnExample() {
        Terminal none = new Terminal(System.in, System.out, System.err, java.util.Map.of(), null);
        return paths(Main.commandLine(none, Clock.systemUTC()), List.of())
                .map(path -> DynamicTest.dynamicTest("penah " + String.join(" ", path), () -> {
                    // Given
                    var arguments = new ArrayList<>(path);
                    arguments.add("--help");

                    // When
                    int code = cli.run(arguments.toArray(String[]::new));

                    // Then
                    assertThat(code).isZero();
                    assertThat(cli.out()).contains("Usage: ", "Example", "./penah " + String.join(" ", path));
                }));
    }

    @Test
    void aMistypedCommandIsRefusedAndLeadsToNoneThatDestroys() {
        // When
        int code = cli.run("keys", "root");

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(cli.err()).contains("Unmatched argument", "Usage: ").doesNotContain("Did you mean");
    }

    private static Stream<List<String>> paths(CommandLine command, List<String> path) {
        return Stream.concat(
                Stream.of(path), command.getSubcommands().entrySet().stream().flatMap(sub -> {
                    var longer = new ArrayList<>(path);
                    longer.add(sub.getKey());
                    return paths(sub.getValue(), longer);
                }));
    }
}
