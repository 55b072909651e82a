package org.penah.sealing.age;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Debian's age, timed as a process with its start, from a file to /dev/null. */
final class AgeCommand {

    private static final int RUNS = 7;

    private final BenchFiles files;
    private final List<Double> encryptSeconds = new ArrayList<>();
    private final List<Double> decryptSeconds = new ArrayList<>();

    AgeCommand(BenchFiles files) {
        this.files = files;
    }

    /** Called before and after the Java side, so that a machine that is busy for a while slows both. */
    void measure() throws IOException, InterruptedException {
        String recipient = files.identity().recipient().toString();
        String key = files.key().toString();
        for (int i = 0; i < RUNS; i++) {
            encryptSeconds.add(seconds("age", "-r", recipient, "-o", "/dev/null", files.plain().toString()));
            decryptSeconds.add(seconds("age", "-d", "-i", key, "-o", "/dev/null", files.sealed().toString()));
        }
    }

    /** In MB/s, the median. */
    double encryptRate() {
        return rate(encryptSeconds);
    }

    /** In MB/s, the median. */
    double decryptRate() {
        return rate(decryptSeconds);
    }

    private static double rate(List<Double> seconds) {
        return BenchFiles.MEGABYTES / seconds.stream().sorted().toList().get(seconds.size() / 2);
    }

    private static double seconds(String... command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new IOException("age exited with " + exit);
        }
        return seconds;
    }
}
