package org.penah.intake.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.penah.intake.Multipart;
import org.penah.testbed.time.ProcessorTime;

/** What a tip costs the service's processor, beside a loop of this test's: it must not double unseen. */
class TipCostIT {

    private static final int WARM_UP = 1500;
    private static final int BATCH = 200;
    /** In loops; what was measured is in docs/benchmarks.md. */
    private static final double MOST = 0.35;

    @Test
    void a_tip_costs_no_more_than_twice_what_it_did() throws Exception {
        // Given
        try (var intake = new IntakeProcess(List.of(), IntakeProcess.shippedFlags(), IntakeProcess.NO_LIMITS);
                Client client = Client.plain(intake)) {
            ProcessHandle service = ProcessHandle.of(intake.pid()).orElseThrow();
            send(client, WARM_UP);

            // When
            double cost = ProcessorTime.ofOne(BATCH, () -> ProcessorTime.ofProcess(service), () -> send(client, BATCH));

            // Then
            System.out.printf(Locale.ROOT, "cost: a tip takes %.3f loops of intake-service's processor time%n", cost);
            assertThat(cost).isLessThan(MOST);
        }
    }

    private static void send(Client client, int tips) throws IOException {
        for (int i = 0; i < tips; i++) {
            Multipart form = client.form()
                    .field("danger", "none")
                    .field("topic", "other")
                    .field("message", "What I saw behind the mill. ".repeat(40));
            assertThat(client.post(form).body()).contains("<h1>Received</h1>");
        }
    }
}
