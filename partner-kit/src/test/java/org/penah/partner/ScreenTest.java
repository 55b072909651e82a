package org.penah.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScreenTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final CountDownLatch taken = new CountDownLatch(1);
    private final PrintStream screen = Screen.on(new PrintStream(
            new OutputStream() {
                @Override
                public void write(int oneByte) {
                    try {
                        taken.await();
                    } catch (InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                    shown.write(oneByte);
                }
            },
            true,
            StandardCharsets.ISO_8859_1));

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void nobody_waits_for_a_terminal_that_takes_nothing_and_what_is_lost_is_said() {
        // When
        for (int i = 1; i <= 5000; i++) {
            screen.println("line " + i);
        }
        taken.countDown();

        // Then
        await().until(() -> said().contains("are lost"));
        assertThat(said())
                .startsWith("line 1\nline 2\nline 3\n")
                .containsPattern("\nline 1001\n.*: 3999 lines are lost");
    }

    @Test
    void the_terminal_gets_its_own_characters_and_all_of_them_before_the_end() {
        // When
        taken.countDown();
        screen.println("Größe");
        screen.close();

        // Then
        assertThat(said()).isEqualTo("Größe\n");
    }

    private String said() {
        return shown.toString(StandardCharsets.ISO_8859_1);
    }
}
