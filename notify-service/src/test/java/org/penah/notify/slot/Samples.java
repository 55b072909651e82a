package org.penah.notify.slot;

import java.util.Arrays;

/** Compares what an observer measured with and without an alert. */
final class Samples {

    private Samples() {}

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
        double wins = 0;
        for (double a : one) {
            for (double b : other) {
                wins += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        double area = wins / ((double) one.length * other.length);
        return Math.max(area, 1 - area);
    }
}
