package org.penah.stack.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process and all that it started; noted before the first signal, because orphans lose their parent's name. */
final class ProcessTree {

    private final ProcessHandle root;
    private final List<ProcessHandle> all = new ArrayList<>();

    ProcessTree(ProcessHandle root) {
        this.root = root;
        all.add(root);
        root.descendants().forEach(all::add);
    }

    /** Asks the root to end and kills what is left of the tree after the time. */
    void stop(Program.StopSignal signal, Duration patience) throws IOException, InterruptedException {
        if (signal == Program.StopSignal.TERM) {
            root.destroy();
        } else {
            new ProcessBuilder("kill", "-" + signal, Long.toString(root.pid()))
                    .start()
                    .waitFor();
        }
        if (!ends(root, patience)) {
            root.destroyForcibly();
        }
        kill();
    }

    /** Kills the tree at once and returns when nothing of it is left. */
    void kill() throws InterruptedException {
        root.destroyForcibly();
        for (ProcessHandle process : all) {
            // PostgreSQL's own children end when the root is gone; a moment lets them do it in order.
            if (!ends(process, Duration.ofSeconds(2))) {
                process.destroyForcibly();
                ends(process, Duration.ofSeconds(5));
            }
        }
    }

    private static boolean ends(ProcessHandle process, Duration patience) throws InterruptedException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRuns) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
