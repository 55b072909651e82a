package org.penah.testbed.time;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Counts the processor time of something beside that of a fixed loop in the same minute, so that neither another machine
 * nor what runs beside it changes the result much.
 */
public final class ProcessorTime {

    private static final int NUMBERS = 1 << 20;
    private static final int BATCHES = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /** Asks for something several times, and may fail. */
    public interface Batch {
        void run() throws Exception;
    }

    /**
     * How often the loop, which sorts a million numbers, could run in the time that one of a batch takes: the cheapest of five batches,
     * beside the fastest of the loops between them.
     *
     * @param size how many of what is measured are in a batch
     * @param processorTime in nanoseconds, of all that work for it, so far
     */
    public static double ofOne(int size, LongSupplier processorTime, Batch batch) throws Exception {
        sort();
        long cheapest = Long.MAX_VALUE;
        long loop = Long.MAX_VALUE;
        for (int i = 0; i < BATCHES; i++) {
            loop = Math.min(loop, sort());
            long before = processorTime.getAsLong();
            batch.run();
            cheapest = Math.min(cheapest, processorTime.getAsLong() - before);
        }
        return (double) cheapest / size / loop;
    }

    /** The processor time of a process that runs, and of those that it has started, in nanoseconds. */
    public static long ofProcess(ProcessHandle process) {
        ToLongFunction<ProcessHandle> time =
                each -> each.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(time)
                .sum();
    }

    private static long sort() {
        int[] numbers = new Random(1).ints(NUMBERS).toArray();
        long before = THREADS.getCurrentThreadCpuTime();
        Arrays.sort(numbers);
        return THREADS.getCurrentThreadCpuTime() - before;
    }
}
