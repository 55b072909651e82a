package org.penah.notify.partner;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.source.file.FileSystemConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyWrapTest {

    private static final byte[] KEY = "thirty-two bytes that are a key!".getBytes(US_ASCII);
    private final KeyWrap wrap = new KeyWrap(new WrappingSecret("0123456789abcdef01234567"));
    private final UUID partner = UUID.randomUUID();

    @Test
    void opens_what_it_sealed() {
        // When
        byte[] sealed = wrap.seal(partner, "purpose", KEY);

        // Then
        assertThat(wrap.open(partner, "purpose", sealed)).isEqualTo(KEY);
        assertThat(sealed).hasSize(12 + KEY.length + 16).isNotEqualTo(wrap.seal(partner, "purpose", KEY));
    }

    @Test
    void one_partners_key_cannot_stand_in_for_anothers_nor_for_another_purpose() {
        // When
        byte[] sealed = wrap.seal(partner, "purpose", KEY);

        // Then
        assertThatThrownBy(() -> wrap.open(UUID.randomUUID(), "purpose", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> wrap.open(partner, "another", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void another_secret_opens_nothing_and_the_refusal_names_the_setting() {
        // Given
        byte[] sealed = wrap.seal(partner, "purpose", KEY);
        KeyWrap other = new KeyWrap(new WrappingSecret("another secret of 24 chars"));

        // When
        assertThatThrownBy(() -> other.open(partner, "purpose", sealed))
                // Then
                .hasMessageContaining("penah.partners.wrapping-secret");
    }

    @Test
    void while_the_secret_changes_both_open_and_the_new_one_seals() {
        // Given
        String next = "the next secret, and long enough";
        KeyWrap both = new KeyWrap(new WrappingSecret(next + "\t0123456789abcdef01234567"));
        KeyWrap after = new KeyWrap(new WrappingSecret(next));
        byte[] sealed = wrap.seal(partner, "purpose", KEY);

        // When
        byte[] renewed = both.renewed(partner, "purpose", sealed).orElseThrow();

        // Then
        assertThat(both.open(partner, "purpose", sealed)).isEqualTo(KEY);
        assertThat(after.open(partner, "purpose", renewed)).isEqualTo(KEY);
        assertThat(after.open(partner, "purpose", both.seal(partner, "purpose", KEY)))
                .isEqualTo(KEY);
        assertThat(both.renewed(partner, "purpose", renewed)).isEmpty();
        assertThatThrownBy(() -> wrap.open(partner, "purpose", renewed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_end_of_a_line_is_a_part_of_the_last_one_as_it_always_was() {
        assertThat(new WrappingSecret("0123456789abcdef01234567\n").bytes())
                .containsExactly("0123456789abcdef01234567\n".getBytes(US_ASCII));
        assertThat(new WrappingSecret("the next secret, and long enough\t0123456789abcdef01234567\n").bytes())
                .containsExactly(
                        "the next secret, and long enough".getBytes(US_ASCII),
                        "0123456789abcdef01234567\n".getBytes(US_ASCII));
        assertThatThrownBy(() -> new WrappingSecret("0123456789abcdef01234567\tshort"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void both_come_through_what_a_servers_files_are_read_with(@TempDir Path folder) throws IOException {
        // Given
        String name = "penah.partners.wrapping-secret";
        Files.writeString(folder.resolve(name), "the next secret, and long enough\t0123456789abcdef01234567");

        // When
        String read = new FileSystemConfigSource(folder.toFile()).getValue(name);

        // Then
        assertThat(new WrappingSecret(read).bytes()).hasSize(2);
    }

    @Test
    void the_secret_prints_nothing_and_must_be_long() {
        assertThat(new WrappingSecret("0123456789abcdef01234567")).hasToString("[redacted]");
        assertThatThrownBy(() -> new WrappingSecret("short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("short");
    }
}
