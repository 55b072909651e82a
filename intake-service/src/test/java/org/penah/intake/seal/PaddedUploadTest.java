package org.penah.intake.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.penah.intake.blob.BlobUpload;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.tip.TipWriter;

class PaddedUploadTest {

    /** Just above a Padmé size, so that nearly a mebibyte of padding follows. */
    private static final int FILE = 33 << 20;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void others_run_between_the_steps_of_a_large_tips_padding() throws Exception {
        // Given
        Context context = vertx.getOrCreateContext();
        SlowStore store = new SlowStore(context);
        Promise<Void> completed = Promise.promise();

        // When
        context.runOnContext(begun -> padded(store).deliver().onComplete(completed));
        completed.future().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);

        // Then
        assertThat(store.written).isEqualTo(34 << 20);
        assertThat(store.longestTurn).isLessThanOrEqualTo(PaddedUpload.STEP + 2 * 65_552);
        assertThat(store.turns).isGreaterThanOrEqualTo(7);
        assertThat(store.mostWaiting).isLessThanOrEqualTo(SlowStore.ROOM + PaddedUpload.STEP + 2 * 65_552);
    }

    private static PaddedUpload padded(SlowStore store) {
        try {
            TipWriter writer = TipWriter.seal(List.of(HybridIdentity.generate().recipient()), store::write);
            writer.beginFile("video.mp4", "video/mp4");
            writer.write(new byte[FILE], 0, FILE);
            writer.endFile();
            writer.writeContent("other", "x", Map.of(), "");
            store.begin();
            return new PaddedUpload(writer, store);
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    /** Writes what it was given in the loop's next turn; looks at each turn how much came in the one before. */
    private static final class SlowStore implements BlobUpload {

        private static final int ROOM = 100_000;

        private final Context context;
        private int written;
        private int thisTurn;
        private int longestTurn;
        private int turns;
        private int waiting;
        private int mostWaiting;
        private @Nullable Runnable resume;

        SlowStore(Context context) {
            this.context = context;
        }

        /** What came before the padding is not looked at. */
        void begin() {
            thisTurn = 0;
            waiting = 0;
            mostWaiting = 0;
        }

        @Override
        public void write(byte[] sealed) {
            written += sealed.length;
            waiting += sealed.length;
            mostWaiting = Math.max(mostWaiting, waiting);
            if (thisTurn == 0) {
                context.runOnContext(next -> turn());
            }
            thisTurn += sealed.length;
        }

        private void turn() {
            turns++;
            longestTurn = Math.max(longestTurn, thisTurn);
            thisTurn = 0;
            waiting = 0;
            Runnable waitingForRoom = resume;
            if (waitingForRoom != null) {
                resume = null;
                waitingForRoom.run();
            }
        }

        @Override
        public boolean full() {
            return waiting > ROOM;
        }

        @Override
        public void whenRoom(Runnable whenThereIs) {
            resume = whenThereIs;
        }

        @Override
        public Future<Void> deliver() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> complete() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> discard() {
            return Future.succeededFuture();
        }
    }
}
