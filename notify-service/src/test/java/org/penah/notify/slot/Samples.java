package org.penah.notify.slot;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Compares what an observer measured with and without something to see. */
final class Samples {

    private static final Logger LOG = Logger.getLogger(Samples.class);

    private Samples() {}

    /** Whether a measure tells the two apart; with 700 of each, 0.55 is more than three standard errors, with 180 it is one and a half. */
    static boolean standsOut(String measure, double[] with, double[] without) {
        double p = kolmogorovSmirnov(with, without);
        double area = areaUnderCurve(with, without);
        LOG.infof(
                "%d with, %d without: %s: KS p = %.3f, AUC = %.3f; p10, p50, p90 with %s, without %s",
                with.length, without.length, measure, p, area, quantiles(with), quantiles(without));
        return p <= 0.05 || area > 0.55;
    }

    private static String quantiles(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return IntStream.of(1, 5, 9)
                .mapToObj(tenth -> "%.0f".formatted(sorted[sorted.length * tenth / 10]))
                .collect(Collectors.joining(" "));
    }

    /** The p-value of the two-sample Kolmogorov–Smirnov test, by its asymptotic distribution. */
    static double kolmogorovSmirnov(double[] one, double[] other) {
        double[] a = one.clone();
        double[] b = other.clone();
        Arrays.sort(a);
        Arrays.sort(b);
        double distance = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double value = Math.min(a[i], b[j]);
            while (i < a.length && a[i] <= value) {
                i++;
            }
            while (j < b.length && b[j] <= value) {
                j++;
            }
            distance = Math.max(distance, Math.abs((double) i / a.length - (double) j / b.length));
        }
        double size = Math.sqrt((double) a.length * b.length / (a.length + b.length));
        double lambda = (size + 0.12 + 0.11 / size) * distance;
        if (lambda < 0.2) {
            return 1;
        }
        double p = 0;
        for (int k = 1; k <= 100; k++) {
            p += 2 * (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * lambda * lambda);
        }
        return Math.min(1, Math.max(0, p));
    }

    /** How well a threshold on one measure tells the two apart, in either direction: 0.5 not at all, 1 always. */
    static double areaUnderCurve(double[] one, double[] other) {
        double area = shareThatIsMore(one, other);
        return Math.max(area, 1 - area);
    }

    /** Of how many pairs the first has more, from 0 to 1. */
    static double shareThatIsMore(double[] one, double[] other) {
        double wins = 0;
        for (double a : one) {
            for (double b : other) {
                wins += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return wins / ((double) one.length * other.length);
    }
}
