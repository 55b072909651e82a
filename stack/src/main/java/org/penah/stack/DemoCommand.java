package org.penah.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.penah.stack.canary.Canary;
import org.penah.stack.canary.CanarySearch;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.story.DemoScenario;
import org.penah.stack.story.FailedCheck;
import org.penah.stack.story.StepReporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code penah demo}: one story, each step checked. */
@Command(
        name = "demo",
        description = "Start everything and play one tip from the form to the partner's answer, each step checked.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Mixin
    RunOptions how = new RunOptions();

    @Option(names = "--once", description = "Stop afterwards; exit code 0 only if every check passed.")
    boolean once;

    /** What is played once everything runs. */
    interface Story {
        void play(Stack stack, StepReporter steps, Canary canary, CanarySearch search) throws Exception;
    }

    private final Story story;

    DemoCommand() {
        this(DemoCommand::play);
    }

    DemoCommand(Story story) {
        this.story = story;
    }

    @Override
    public Integer call() throws Exception {
        Console console = new Console(System.out, how.logs);
        StepReporter steps = new StepReporter(System.out);
        CanarySearch search;
        Path state;
        try (Stack stack = how.prepare(console)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "Ctrl-C"));
            state = stack.state().root();
            stack.start();
            Canary canary = Canary.random();
            search = new CanarySearch(canary);
            story.play(stack, steps, canary, search);
            if (!once) {
                steps.search("Nothing that the source wrote lies anywhere in clear.", search, state);
                StartBanner.print(stack, System.out);
                steps.sayWhatWasNotShown();
                throw new StackFailure(stack.awaitDeath());
            }
        } catch (FailedCheck failed) {
            throw new StackFailure("The demo failed. " + failed.getMessage(), failed);
        }
        return afterStop(steps, search, state);
    }

    private static void play(Stack stack, StepReporter steps, Canary canary, CanarySearch search)
            throws IOException, SQLException {
        Path tools = Repository.ofThisProgram().built("stack/target/js");
        new DemoScenario(stack, steps, tools, canary).play();
        searchDatabases(stack, search);
    }

    private static int afterStop(StepReporter steps, CanarySearch search, Path state) {
        try {
            steps.search("Nothing that the source wrote lies anywhere in clear.", search, state);
            System.out.printf("%nEvery check passed.%n");
            steps.sayWhatWasNotShown();
            return 0;
        } catch (FailedCheck failed) {
            throw new StackFailure("The demo failed. " + failed.getMessage(), failed);
        }
    }

    private static void searchDatabases(Stack stack, CanarySearch search) throws IOException, SQLException {
        Databases databases = new Databases(stack.state(), stack.ports().of(Port.POSTGRES));
        for (String name : Databases.NAMES) {
            try (Connection connection = databases.connect(name)) {
                search.database(name, connection);
            }
        }
    }
}
