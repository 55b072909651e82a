package org.penah.stack;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs {@code penah up}: everything runs until Ctrl-C. */
@Command(
        name = "up",
        description = "Start everything and keep it running until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    @Mixin
    RunOptions how = new RunOptions();

    @Override
    public Integer call() throws InterruptedException {
        Console console = new Console(System.out, how.logs);
        try (Stack stack = how.prepare(console)) {
            // Ctrl-C ends the JVM; the hook stops the programs first, in order.
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "Ctrl-C"));
            stack.start();
            stack.migrateForThoseStartedByHand();
            StartBanner.print(stack, System.out);
            throw new StackFailure(stack.awaitDeath());
        }
    }
}
