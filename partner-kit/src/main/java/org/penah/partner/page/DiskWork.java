package org.penah.partner.page;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds how long a page waits for the disk, so that it can say that the disk hangs, however many people press a button. */
final class DiskWork {

    private static final int THREADS = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ExecutorService threads =
            new ThreadPoolExecutor(0, THREADS, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "disk");
                thread.setDaemon(true);
                return thread;
            });

    /** The disk has not answered; what was to be kept may be kept later, or never. */
    static final class HangsException extends IOException {

        private static final long serialVersionUID = 1;

        private HangsException(Throwable cause) {
            super("the disk does not answer", cause);
        }
    }

    /**
     * The result of the work.
     *
     * @throws HangsException if the disk takes longer than 5 s, or too much waits for it already
     */
    <T> T await(Callable<T> work) throws IOException {
        try {
            return threads.submit(work).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | RejectedExecutionException hangs) {
            throw new HangsException(hangs);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
