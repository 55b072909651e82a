package org.penah.sealing.age;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures age and ourselves in one run and prints the rows of a table. */
final class BenchmarkTable {

    private final AgeCommand age;
    private final Collection<RunResult> results;

    private BenchmarkTable(AgeCommand age, Collection<RunResult> results) {
        this.age = age;
        this.results = results;
    }

    public static void main(String[] args) throws Exception {
        BenchFiles files = BenchFiles.write();
        try {
            AgeCommand age = new AgeCommand(files);
            age.measure();
            Collection<RunResult> results =
                    new Runner(new OptionsBuilder().include(AgeBenchmark.class.getName()).build()).run();
            age.measure();
            new BenchmarkTable(age, results).print();
        } finally {
            files.delete();
        }
    }

    private void print() throws Exception {
        System.out.printf("%n| JDK %s | here | age | ratio |%n|---|---|---|---|%n", Runtime.version().feature());
        rate("encrypt", age.encryptRate());
        rate("decryptPulled", age.decryptRate());
        rate("decryptPushed", age.decryptRate());
        System.out.printf("| wrapHybrid | %.3f ms | | |%n", micros("wrapHybrid") / 1000);
        System.out.printf("| unwrapHybrid | %.3f ms | | |%n", micros("unwrapHybrid") / 1000);
        System.out.printf("| open encryptor | %.1f KiB | | |%n", OpenStreams.encryptorKiB());
        System.out.printf("| open decryptor | %.1f KiB | | |%n", OpenStreams.decryptorKiB());
    }

    private void rate(String benchmark, double theirs) {
        double here = BenchFiles.MEGABYTES / (micros(benchmark) / 1e6);
        System.out.printf("| %s | %.0f MB/s | %.0f MB/s | %.2f |%n", benchmark, here, theirs, here / theirs);
    }

    /** The median. */
    private double micros(String benchmark) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + benchmark))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult()
                .getStatistics()
                .getPercentile(50);
    }
}
