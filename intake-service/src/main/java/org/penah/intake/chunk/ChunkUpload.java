package org.penah.intake.chunk;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.penah.intake.blob.BlobStore;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.blob.PendingBlob;
import org.penah.intake.circuit.Circuit;
import org.penah.intake.flood.Flood;
import org.penah.intake.flood.UploadBudget;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.RefusedException;
import org.penah.intake.seal.CompletedUpload;
import org.penah.sealing.age.SealedFileCheck;
import org.penah.sealing.age.SealedFileException;
import org.penah.sealing.tip.Padme;

/** One sealed tip that comes in chunks. Everything in it happens on one Vert.x context, that of its first chunk. */
final class ChunkUpload {

    private static final int TAKEN = 204;
    private static final int GAP = 409;
    private static final int TOO_LARGE = 413;
    private static final int NOT_SEALED = 422;
    private static final int NO_PLACE = 503;
    private static final int NO_ROOM = 507;

    private enum State {
        COMING,
        /** A form has named it, and what becomes of it is decided there. */
        NAMED,
        GONE
    }

    private final Context context;
    private final UUID blobId = UUID.randomUUID();
    private final BlobUpload blob;
    private final FormToken once;
    private final UploadBudget.Place place;
    private final long longest;
    private final Runnable forget;
    private final SealedFileCheck check = new SealedFileCheck();
    private final Promise<Void> decided = Promise.promise();
    private State state = State.COMING;
    private @Nullable Chunk chunk;
    private final long begun = System.nanoTime();
    private long moved = begun;

    /** @param forget lets it go; called on any thread */
    ChunkUpload(
            Vertx vertx,
            BlobStore blobs,
            FormToken once,
            UploadBudget room,
            Flood flood,
            Optional<Circuit> circuit,
            long longest,
            Runnable forget) {
        this.context = vertx.getOrCreateContext();
        this.once = once;
        this.longest = longest;
        this.place = room.enter(circuit, 1, this::leave);
        this.forget = () -> {
            place.leave();
            forget.run();
        };
        this.blob = blobs.begin(blobId, () -> flood.mayFill(circuit), this::storeFailed);
    }

    /** Takes what is new in a chunk. A chunk that begins before the end of the last one is one that is sent again. */
    void take(Chunk next) {
        context.runOnContext(now -> {
            if (state == State.GONE && check.length() == 0) {
                // It had to give way before anything of it was taken.
                next.refuse(NO_PLACE, 0);
            } else if (state != State.COMING || next.offset() > check.length()) {
                next.refuse(GAP, state == State.COMING ? check.length() : 0);
            } else if (next.end() > longest) {
                giveUp(TOO_LARGE, next);
            } else {
                // From here on what still comes of an earlier request, over a circuit that broke, is no longer read.
                chunk = next;
                next.read(
                        bytes -> context.runOnContext(on -> append(next, bytes)),
                        () -> context.runOnContext(on -> end(next)));
            }
        });
    }

    private void append(Chunk from, byte[] bytes) {
        if (from != chunk || state != State.COMING) {
            return;
        }
        int known = from.known(check.length(), bytes.length);
        try {
            check.accept(bytes, known, bytes.length - known);
        } catch (SealedFileException notSealed) {
            giveUp(NOT_SEALED, from);
            return;
        }
        if (known < bytes.length) {
            blob.write(Arrays.copyOfRange(bytes, known, bytes.length));
            moved = System.nanoTime();
            place.received(check.length());
        }
        if (blob.full()) {
            from.pause();
            blob.whenRoom(from::resume);
        }
    }

    private void end(Chunk ended) {
        ended.answer(ended == chunk && state == State.COMING ? TAKEN : GAP, state == State.COMING ? check.length() : 0);
    }

    private void storeFailed(Throwable fault) {
        if (state == State.COMING) {
            giveUp(NO_ROOM, chunk);
        }
    }

    private void giveUp(int status, @Nullable Chunk answered) {
        state = State.GONE;
        forget.run();
        blob.discard();
        if (answered != null) {
            answered.refuse(status, 0);
        }
    }

    boolean isOf(FormToken page) {
        return once.isOfSamePage(page);
    }

    /** Lets go of it, unless a form has named it. */
    void leave() {
        context.runOnContext(now -> {
            if (state == State.COMING) {
                giveUp(GAP, chunk);
            }
        });
    }

    /** Lets go of what has not moved for so long, or is here for longer than anything may take. */
    void sweep(Duration idle, Duration longestLife) {
        context.runOnContext(now -> {
            long time = System.nanoTime();
            if (time - moved < idle.toNanos() && time - begun < longestLife.toNanos()) {
                return;
            }
            if (state == State.COMING) {
                giveUp(GAP, chunk);
            } else {
                forget.run();
            }
        });
    }

    /**
     * Hands it to the form that names it, once; to be asked and answered on the form's own context. Who asks again waits
     * until it is decided and is told that it is no longer here.
     */
    Future<CompletedUpload> name(FormToken form, Context asking) {
        return hop(asking, () -> {
            if (state == State.NAMED) {
                return decided.future().map(known -> CompletedUpload.gone());
            }
            if (state == State.GONE || !form.equals(once)) {
                return Future.succeededFuture(CompletedUpload.gone());
            }
            if (!isWhole()) {
                giveUp(GAP, null);
                return Future.failedFuture(new RefusedException(FormError.UNREADABLE));
            }
            state = State.NAMED;
            moved = System.nanoTime();
            return Future.succeededFuture(
                    new CompletedUpload(blobId, new WholeBlob(asking), check.length(), decided::tryComplete));
        });
    }

    /** The script pads what it seals, so a size that is not padded comes from another script. */
    private boolean isWhole() {
        try {
            check.finish();
            return Padme.atLeast(check.length()) == check.length();
        } catch (SealedFileException cutOff) {
            return false;
        }
    }

    /** Does something here and answers there. */
    private <T> Future<T> hop(Context asking, Supplier<Future<T>> step) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(here -> step.get().onComplete(done -> asking.runOnContext(there -> answer.handle(done))));
        return answer.future();
    }

    /** The blob as the form's context may use it. */
    private final class WholeBlob implements PendingBlob {

        private final Context asking;

        WholeBlob(Context asking) {
            this.asking = asking;
        }

        @Override
        public Future<Void> deliver() {
            return on(PendingBlob::deliver);
        }

        @Override
        public Future<Void> complete() {
            return on(PendingBlob::complete);
        }

        @Override
        public Future<Void> discard() {
            return on(PendingBlob::discard);
        }

        private Future<Void> on(Function<PendingBlob, Future<Void>> step) {
            return hop(asking, () -> step.apply(blob));
        }
    }
}
