package org.penah.intake.upload;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.intake.blob.ReservedSpaceException;
import org.penah.intake.flood.Flood;
import org.penah.intake.form.Answers;
import org.penah.intake.form.FormCheck;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormTokens;
import org.penah.intake.form.RefusedException;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.TipForm;
import org.penah.intake.multipart.MalformedFormException;
import org.penah.intake.multipart.MultipartReader;
import org.penah.intake.multipart.MultipartReader.Event;
import org.penah.intake.multipart.PartTarget;
import org.penah.intake.page.Language;
import org.penah.intake.page.Page;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.routing.TipKeys;
import org.penah.intake.seal.TipSealers;
import org.penah.intake.seal.TipSealers.TipSealer;
import org.penah.intake.seal.UploadBounds;
import org.penah.intake.tip.SealedTip;
import org.penah.intake.tip.TipStore;
import org.penah.intake.tip.TipStore.Outcome;
import org.penah.intake.upload.UploadRequests.UploadRequest;

/**
 * Serves the form; {@link TipUpload} shows a tip's way from its first byte to the answer. No body handler comes before it:
 * that would store uploads in files.
 */
@ApplicationScoped
class TipRoute {

    private static final Logger LOG = Logger.getLogger(TipRoute.class);

    private final UploadRequests requests;
    private final TipKeys keys;
    private final FormTokens tokens;
    private final TipSealers sealers;
    private final Flood flood;
    private final TipStore tips;
    private final TipResponses responses;

    TipRoute(
            UploadRequests requests,
            TipKeys keys,
            FormTokens tokens,
            TipSealers sealers,
            Flood flood,
            TipStore tips,
            TipResponses responses) {
        this.requests = requests;
        this.keys = keys;
        this.tokens = tokens;
        this.sealers = sealers;
        this.flood = flood;
        this.tips = tips;
        this.responses = responses;
    }

    void serve(@Observes Router router) {
        for (Language language : Language.values()) {
            form(router, language.form(), () -> responses.form(language, Sealing.SERVER));
            form(router, language.sealed(), () -> responses.form(language, Sealing.DEVICE));
            form(router, language.danger(), () -> responses.danger(language));
            router.post(language.form()).handler(context -> new TipUpload(context.request(), language).begin());
        }
    }

    private static void form(Router router, String path, Supplier<Page> form) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> form.get().sendTo(context.response()));
    }

    /** One tip: parsed and sealed as it comes, then stored, committed and answered. All of it on the request's own Vert.x context. */
    private final class TipUpload {

        private enum State {
            COMING,
            KEEPING,
            OVER
        }

        private final HttpServerRequest http;
        private final Language language;
        private final UploadRequest request;
        private final UploadBounds bounds;
        private final TipForm form;
        private final TipSealer sealer;
        private @Nullable PartTarget part;
        private boolean askedForRepeat;
        private State state = State.COMING;

        TipUpload(HttpServerRequest http, Language language) {
            this.http = http;
            this.language = language;
            this.request = requests.begin(http, this::giveUp);
            this.bounds = request.bounds();
            this.form =
                    new TipForm(new FormCheck(keys.topics(), keys.routing()::takes, tokens.check()), request::typed);
            this.sealer = sealers.begin(bounds, () -> flood.mayFill(request.circuit()), this::storeFailed);
        }

        void begin() {
            attempt(() -> {
                MultipartReader reader = new MultipartReader(http.getHeader(HttpHeaders.CONTENT_TYPE));
                http.exceptionHandler(gone -> abandon());
                http.handler(piece -> attempt(() -> take(piece, reader)));
                http.endHandler(read -> attempt(() -> keep(reader)));
                if (http.headers().contains(HttpHeaders.EXPECT)) {
                    http.response().writeContinue();
                }
            });
        }

        /** Parses the next bytes and seals them; what is sealed is the store's at once. */
        private void take(Buffer piece, MultipartReader reader) throws IOException {
            byte[] bytes = piece.getBytes();
            request.received(bytes.length);
            try {
                reader.feed(bytes);
                for (Event event = reader.next(); event != Event.PIECE_READ; event = reader.next()) {
                    switch (event) {
                        case PART_BEGINS -> form.begin(reader.header());
                        case PART_DATA -> part().write(reader.data(), reader.offset(), reader.length());
                        case PART_ENDS -> endPart();
                        case PIECE_READ -> {}
                    }
                }
            } finally {
                Arrays.fill(bytes, (byte) 0);
                piece.setBytes(0, bytes);
            }
            sealer.blob().ifPresent(blob -> {
                askForRepeat();
                request.waitFor(blob);
            });
        }

        /** The last byte has come: seals the rest of the tip, stores it, commits, and answers. */
        private void keep(MultipartReader reader) {
            reader.end();
            Answers answers = form.answers();
            state = State.KEEPING;
            request.stay();
            sealer.finish(form.draft(), answers, language)
                    .onFailure(this::fail)
                    .compose(tip -> store(tip).onSuccess(outcome -> answer(tip, outcome)));
        }

        private Future<Outcome> store(SealedTip tip) {
            return flood.arrives(http.connection(), tip.threat().exists())
                    .compose(marked -> on(tips.keep(tip, sealer.pendingBlob(), marked)));
        }

        private void answer(SealedTip tip, Outcome outcome) {
            sealer.decided();
            if (outcome == Outcome.REPEATED) {
                answerRepeat(Future.succeededFuture(tip.mailbox()));
            } else {
                answer(outcome, responses.about(tip, outcome, tips.isCanary(tip.mailbox()), language, form.draft()));
            }
        }

        private void answer(Outcome outcome, Page page) {
            forget();
            request.answer(outcome, page);
        }

        /** Where the bytes of this part go. A browser sends a file without bytes if none was chosen, so the first byte begins it. */
        private PartTarget part() throws IOException {
            if (part == null) {
                part = switch (form.field()) {
                    case FILES -> sealer.file(form.answersBeforeFile(), form.header());
                    case SEALED -> sealer.sealedFile(form.answersBeforeFile());
                    default -> form.text();
                };
            }
            return part;
        }

        private void endPart() throws IOException {
            if (part != null || !form.isNoFile()) {
                part().end();
            }
            part = null;
        }

        /** A source who repeats a gigabyte because its answer was lost hears at once that it is here. */
        private void askForRepeat() {
            if (askedForRepeat || !bounds.areFar()) {
                return;
            }
            askedForRepeat = true;
            on(tips.wasKept(form.token())).onSuccess(kept -> {
                if (kept && state == State.COMING) {
                    state = State.KEEPING;
                    sealer.abort();
                    answerRepeat(sealer.mailbox(form.draft()));
                }
            });
        }

        /**
         * Shows the receipt again to a source whose answer was lost. It comes from the form, for we keep none; of a mailbox that holds no
         * tip, because it was erased or is another one, we call none a receipt.
         */
        private void answerRepeat(Future<Mailbox> mailbox) {
            mailbox.compose(box -> on(tips.holdsTip(box)))
                    .otherwise(false)
                    .onSuccess(held -> answer(
                            Outcome.REPEATED,
                            held ? responses.receivedBefore(language, form.draft()) : responses.repeated(language)));
        }

        private void attempt(Step step) {
            if (state != State.COMING) {
                return;
            }
            try {
                step.run();
            } catch (IOException | RuntimeException fault) {
                fail(fault);
            }
        }

        private void storeFailed(Throwable fault) {
            giveUp(fault instanceof ReservedSpaceException ? FormError.LITTLE_ROOM : FormError.NOT_KEPT);
        }

        /** While a tip is being kept, its transaction sees faults itself. */
        private void giveUp(FormError fault) {
            if (state == State.COMING) {
                refuse(List.of(fault));
            }
        }

        private void fail(Throwable fault) {
            if (fault instanceof RefusedException refused) {
                refuse(refused.faults());
            } else if (fault instanceof MalformedFormException) {
                refuse(List.of(FormError.UNREADABLE));
            } else {
                LOG.errorf("a tip could not be sealed: %s", fault.getClass().getName());
                refuse(List.of(FormError.NOT_KEPT));
            }
        }

        private void refuse(List<FormError> faults) {
            sealer.abort();
            Page page = responses.refused(language, form.draft(), faults);
            forget();
            request.refuse(faults, page);
        }

        /** The client has gone: nothing is kept of a tip that did not arrive whole; one that did is being kept. */
        private void abandon() {
            if (state == State.COMING) {
                sealer.abort();
                forget();
                request.abandon();
            }
        }

        /** Wipes every word: a client may keep its connection open after the answer. */
        private void forget() {
            state = State.OVER;
            part = null;
            form.forget();
            sealer.forget();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static <T> Future<T> on(Uni<T> step) {
        return Future.fromCompletionStage(step.subscribeAsCompletionStage());
    }
}
