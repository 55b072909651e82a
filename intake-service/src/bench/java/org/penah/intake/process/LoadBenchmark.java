package org.penah.intake.process;

import java.util.List;

/** Measures the built service as a separate process; each argument is a case. */
public final class LoadBenchmark {

    private LoadBenchmark() {}

    /** Takes {@code tips}, {@code slow}, {@code long}, {@code large}, {@code junk}, {@code profile}, or {@code all} but that, and prints the rows of tables. */
    public static void main(String[] cases) throws Exception {
        for (String each : List.of(cases).contains("all") ? List.of("tips", "slow", "long", "large", "junk") : List.of(cases)) {
            switch (each) {
                case "tips" -> TipsPerSecond.run();
                case "profile" -> CpuProfile.run();
                case "slow" -> SlowUploads.run(true);
                case "long" -> SlowUploads.run(false);
                case "large" -> OneLargeTip.run();
                case "junk" -> JunkFlood.run();
                default -> throw new IllegalArgumentException("no such case: " + each);
            }
        }
        // The broker's client keeps threads.
        System.exit(0);
    }
}
