package org.penah.testbed.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.testbed.program.Command;

class FreePortTest {

    /** So many of so few that some would be the same by chance. */
    private static final int MANY = 1000;

    /** Once two stacks that started together had one port for their two Keycloaks. */
    @Test
    void no_two_processes_find_the_same() throws IOException {
        // Given
        Process other = Command.ofJdk(
                        "java", List.of("-cp", System.getProperty("java.class.path"), Other.class.getName()))
                .start();
        try (var lines = other.inputReader().lines()) {
            List<Integer> theirs = lines.limit(MANY).map(Integer::valueOf).toList();

            // When
            List<Integer> ours = find().toList();

            // Then
            assertThat(ours).hasSize(MANY).doesNotHaveDuplicates().doesNotContainAnyElementsOf(theirs);
            assertThat(theirs).hasSize(MANY).doesNotHaveDuplicates();
        } finally {
            other.destroy();
        }
    }

    private static Stream<Integer> find() {
        return Stream.generate(FreePort::find).limit(MANY);
    }

    /** Finds ports and goes on until it is ended. */
    static final class Other {

        private Other() {}

        public static void main(String... arguments) throws InterruptedException {
            find().forEach(System.out::println);
            Thread.currentThread().join();
        }
    }
}
