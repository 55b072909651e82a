package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.Stack;
import org.penah.stack.state.Port;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;

/** What was accepted survives kill -9 of any process, and a retry never makes two. */
@ExtendWith(RunningStack.class)
class KillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ParameterizedTest
    @ValueSource(strings = {"triage", "notify", "broker"})
    void deliversOnceWhatWasAcceptedWhileOneWasDead(String victim, Stack stack) throws Exception {
        // Given
        Witness witness = new Witness(stack);
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Source.Form form = source.openForm();

        // When
        stack.kill(victim);
        int status = source.send(form, Tip.ofDanger("Sent while " + victim + " was dead.", List.of()))
                .statusCode();
        stack.startAgain(victim);

        // Then
        assertThat(status).isEqualTo(200);
        endsAsOne(witness, stack);
    }

    @ParameterizedTest
    @ValueSource(strings = {"triage", "notify", "broker", "intake"})
    void doublesNothingWhenOneIsKilledOnTheWay(String victim, Stack stack) throws Exception {
        // Given
        Witness witness = new Witness(stack);
        Source source = new Source(stack.ports().url(Port.INTAKE));
        int status = source.send(source.openForm(), Tip.ofDanger("Sent before " + victim + " died.", List.of()))
                .statusCode();

        // When
        stack.kill(victim);
        stack.startAgain(victim);

        // Then
        assertThat(status).isEqualTo(200);
        endsAsOne(witness, stack);
    }

    @Test
    void takesOnceWhatIsSentAgainAfterIntakeDiedInTheMiddle(Stack stack) throws Exception {
        // Given
        Witness witness = new Witness(stack);
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Source.Form form = source.openForm();
        Tip tip = Tip.ofDanger("Sent twice.", List.of(file(40 << 20)));
        CompletableFuture<Boolean> cutOff = CompletableFuture.supplyAsync(() -> Sources.isAccepted(source, form, tip));
        await().atMost(PATIENCE).until(() -> hasUnfinishedBlob(stack) || cutOff.isDone());

        // When
        stack.kill("intake");
        stack.startAgain("intake");
        boolean again = Sources.isAccepted(source, form, tip);

        // Then
        assertThat(cutOff).isCompleted();
        assertThat(again).isTrue();
        endsAsOne(witness, stack);
    }

    @Test
    void takesOnceWhatIsSentAgainAfterTheDatabaseDied(Stack stack) throws Exception {
        // Given
        Witness witness = new Witness(stack);
        Source source = new Source(stack.ports().url(Port.INTAKE));
        Source.Form form = source.openForm();
        Tip tip = Tip.ofDanger("Sent to a dead database, then again.", List.of());

        // When
        stack.kill("postgres");
        boolean withoutDatabase = Sources.isAccepted(source, form, tip);
        stack.startAgain("postgres");
        AtomicBoolean accepted = new AtomicBoolean();
        await().atMost(PATIENCE).untilAsserted(() -> {
            accepted.set(Sources.isAccepted(source, form, tip));
            assertThat(accepted).isTrue();
        });

        // Then
        assertThat(withoutDatabase).isFalse();
        endsAsOne(witness, stack);
    }

    /** The tip is at the desk, the partner answers the alert, the desk hears of it; and there is one of each. */
    private static void endsAsOne(Witness witness, Stack stack) throws Exception {
        String tip = witness.onlyTip();
        String alert = witness.onlyAlert();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThatCode(() -> stack.partner().acknowledgeNow(alert))
                        .doesNotThrowAnyException());
        witness.acknowledgedAtDesk(tip);
        assertThat(witness.newTips()).containsExactly(tip);
        assertThat(witness.newAlerts()).containsExactly(alert);
    }

    private static boolean hasUnfinishedBlob(Stack stack) throws IOException {
        try (var blobs = Files.list(stack.state().folder("blobs"))) {
            return blobs.anyMatch(blob -> blob.toString().endsWith(".part"));
        }
    }

    private static Tip.Attachment file(int bytes) {
        byte[] content = new byte[bytes];
        new Random(2).nextBytes(content);
        return new Tip.Attachment("film.mp4", "video/mp4", content);
    }
}
