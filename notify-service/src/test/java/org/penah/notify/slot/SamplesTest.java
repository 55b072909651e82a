package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The observer of the wire test must be able to see. */
class SamplesTest {

    private final Random random = new Random(1);

    @Test
    void tells_apart_what_differs_by_half_a_deviation() {
        assertThat(Samples.kolmogorovSmirnov(sample(0), sample(0.5))).isLessThan(0.001);
        assertThat(Samples.areaUnderCurve(sample(0), sample(0.5))).isBetween(0.58, 0.7);
    }

    @Test
    void does_not_tell_apart_what_is_alike() {
        assertThat(Samples.kolmogorovSmirnov(sample(0), sample(0))).isGreaterThan(0.05);
        assertThat(Samples.areaUnderCurve(sample(0), sample(0))).isLessThan(0.55);
        assertThat(Samples.areaUnderCurve(new double[] {1, 1}, new double[] {1, 1, 1}))
                .isEqualTo(0.5);
    }

    @Test
    void agrees_with_published_values() {
        // D = 0.4 for samples of ten: p = 0.3128 by the same approximation in Numerical Recipes
        double[] one = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        double[] other = {5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
        assertThat(Samples.kolmogorovSmirnov(one, other)).isCloseTo(0.3128, within(0.005));
    }

    private double[] sample(double mean) {
        return IntStream.range(0, 400)
                .mapToDouble(i -> mean + random.nextGaussian())
                .toArray();
    }
}
