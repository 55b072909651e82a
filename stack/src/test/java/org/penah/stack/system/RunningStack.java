package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.penah.stack.Stack;
import org.penah.stack.tor.TorNetwork;

/**
 * Gives a test the stack, started once for all of them on free ports and in a separate state folder, with Tor if the
 * machine has it. A test begins when nothing that others sent is on its way, so that none meets the tips of another.
 */
final class RunningStack implements ParameterResolver, BeforeEachCallback {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static @Nullable Started started;

    @Override
    public void beforeEach(ExtensionContext context) {
        OnItsWay onItsWay = new OnItsWay(stack());
        await("what other tests sent has arrived")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(onItsWay.everything()).isEmpty());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stack();
    }

    /** One for each JVM, not for each class: Failsafe runs every class as a separate JUnit session, and JUnit's store ends with the session. */
    private static synchronized Stack stack() {
        if (started == null) {
            Started fresh = new Started();
            Runtime.getRuntime().addShutdownHook(new Thread(fresh::close));
            started = fresh;
        }
        return started.stack;
    }

    private static final class Started {

        private final Path folder;
        private final Stack stack;

        Started() {
            try {
                folder = Files.createTempDirectory("penah-system-test");
                stack = Stack.prepare(
                        new Stack.Options(folder, true, false, Set.of("canary"), Set.of(), TorNetwork.isPossible()),
                        new Printed("stack"));
                stack.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void close() {
            stack.close();
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
