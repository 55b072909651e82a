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
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.penah.stack.Stack;
import org.penah.stack.tor.TorNetwork;

/**
 * Gives a test the stack, started once for all of them on free ports and a state folder of its own, with Tor where the
 * machine has it. A test begins when nothing that others sent is on its way, so that none meets the tips of another.
 */
final class RunningStack implements ParameterResolver, BeforeEachCallback {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public void beforeEach(ExtensionContext context) {
        OnItsWay onItsWay = new OnItsWay(stack(context));
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
        return stack(context);
    }

    private static Stack stack(ExtensionContext context) {
        return context.getRoot().getStore(Namespace.create(RunningStack.class)).computeIfAbsent(Started.class).stack;
    }

    /** Closed by JUnit after the last test. */
    static final class Started implements AutoCloseable {

        private final Path folder;
        private final Stack stack;

        Started() {
            try {
                folder = Files.createTempDirectory("penah-system-test");
                stack = Stack.prepare(
                        new Stack.Options(folder, true, false, Set.of(), Set.of(), TorNetwork.isPossible()),
                        new Printed("stack"));
                stack.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            stack.close();
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
