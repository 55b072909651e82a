package org.penah.notify.partner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertIdsTest {

    private static final WrappingSecret SECRET = new WrappingSecret("0123456789abcdef01234567");

    @Test
    void every_instance_with_the_secret_knows_them_and_nobody_else() {
        // Given
        AlertIds ids = new AlertIds(SECRET);
        AlertIds other = new AlertIds(new WrappingSecret("another secret of 24 chars"));

        // When
        var made = Stream.generate(ids::next).limit(1000).toList();

        // Then
        assertThat(made).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(new AlertIds(SECRET).isOurs(id)).isTrue();
            assertThat(other.isOurs(id)).isFalse();
            assertThat(ids.isOurs(new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1)))
                    .isFalse();
            assertThat(ids.isOurs(UUID.randomUUID())).isFalse();
        });
    }

    @Test
    void those_from_before_a_change_of_the_secret_are_known_until_it_is_over() {
        // Given
        var before = new AlertIds(SECRET).next();
        String next = "the next secret, and long enough";
        AlertIds changing = new AlertIds(new WrappingSecret(next + "\t0123456789abcdef01234567"));
        AlertIds after = new AlertIds(new WrappingSecret(next));

        // Then
        assertThat(changing.isOurs(before)).isTrue();
        assertThat(after.isOurs(changing.next())).isTrue();
        assertThat(after.isOurs(before)).isFalse();
    }
}
