package org.penah.intake.upload;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.blob.LittleRoomException;
import org.penah.intake.circuit.Circuit;
import org.penah.intake.circuit.Circuits;
import org.penah.intake.flood.Flood;
import org.penah.intake.flood.UploadBudget;
import org.penah.intake.form.Draft;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormToken;
import org.penah.intake.page.Language;
import org.penah.intake.page.Page;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.tip.SealedTip;
import org.penah.intake.tip.TipStore;

/** Receives tips that are being sent. */
@ApplicationScoped
class TipUploadHandler {

    private static final Logger LOG = Logger.getLogger(TipUploadHandler.class);

    /** All forms together may take the fourth part of the process's memory; pages and the rest of the service need theirs. */
    private static final int SHARE_OF_MEMORY = 4;

    /** Bytes that a form takes without a word in it: its connection, its reader and the objects around them. */
    private static final long EMPTY_FORM = 16 * 1024;

    /** A byte that was typed is held in a buffer that doubles, and then as text of two bytes a letter. */
    private static final int HELD_OF_A_BYTE = 4;

    private final UploadTargetSelector selector;
    private final TipStore tips;
    private final Flood flood;
    private final TipResponses responses;
    private final UploadMeters meters;
    private final UploadConfig config;
    private final UploadBudget forms;
    private final Circuits circuits;
    private final Vertx vertx;

    TipUploadHandler(
            UploadTargetSelector selector,
            TipStore tips,
            Flood flood,
            TipResponses responses,
            UploadMeters meters,
            UploadConfig config,
            Circuits circuits,
            Vertx vertx,
            MeterRegistry registry) {
        this.selector = selector;
        this.tips = tips;
        this.flood = flood;
        this.responses = responses;
        this.meters = meters;
        this.config = config;
        this.forms = new UploadBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY, config.formsOfCircuit());
        registry.gauge("penah.forms.crowded", forms, all -> all.isCrowded() ? 1 : 0);
        this.circuits = circuits;
        this.vertx = vertx;
    }

    /** Reads the request on its own Vert.x context until it is answered or its client has gone. */
    void receive(HttpServerRequest request, Language language) {
        try {
            meters.begun();
            new UploadRequest(request, language).begin();
        } catch (RefusedException noForm) {
            meters.refused(noForm.faults().get(0));
            LingeringClose.announce(request);
            responses.refused(language, new Draft(), noForm.faults()).sendTo(request.response());
            LingeringClose.close(request, vertx, config.linger());
        }
    }

    private TipUpload.UploadLimits limits(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return new TipUpload.UploadLimits(
                config.maxSize().asLongValue(), config.maxFiles(), declared == null ? -1 : Long.parseLong(declared));
    }

    /** One request. */
    private final class UploadRequest {

        private final HttpServerRequest request;
        private final Language language;
        private final TipUpload upload;
        private final TipUpload.UploadLimits limits;
        private final UploadBudget.Place place;
        private long received;
        private boolean askedForRepeat;
        private boolean keeping;
        private boolean over;
        private long timer;

        UploadRequest(HttpServerRequest request, Language language) {
            this.request = request;
            this.language = language;
            this.limits = limits(request);
            Optional<Circuit> circuit = circuits.of(request.connection());
            this.upload = new TipUpload(
                    request.getHeader(HttpHeaders.CONTENT_TYPE),
                    selector.check(),
                    selector.targets(() -> flood.mayFill(circuit), this::storeFailed),
                    limits,
                    this::typed);
            Context context = vertx.getOrCreateContext();
            this.place = forms.enter(
                    circuit, EMPTY_FORM, () -> context.runOnContext(now -> refuse(List.of(FormError.CROWDED))));
        }

        void begin() {
            timer = vertx.setTimer(config.maxTime().toMillis(), late -> refuse(List.of(FormError.TOO_SLOW)));
            request.exceptionHandler(gone -> abandon());
            request.handler(piece -> attempt(() -> take(piece)));
            request.endHandler(read -> attempt(this::keep));
            if (request.headers().contains(HttpHeaders.EXPECT)) {
                request.response().writeContinue();
            }
        }

        private void typed(int bytes) {
            place.hold((long) bytes * HELD_OF_A_BYTE);
        }

        private void attempt(Runnable step) {
            if (over || keeping) {
                return;
            }
            try {
                step.run();
            } catch (RefusedException refused) {
                refuse(refused.faults());
            } catch (RuntimeException fault) {
                LOG.errorf("a tip could not be sealed: %s", fault.getClass().getName());
                refuse(List.of(FormError.NOT_KEPT));
            }
        }

        private void take(Buffer piece) {
            received += piece.length();
            place.received(received);
            byte[] bytes = piece.getBytes();
            try {
                upload.accept(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
                piece.setBytes(0, bytes);
            }
            if (!askedForRepeat && limits.areFar()) {
                upload.form().ifPresent(this::askForRepeat);
            }
            upload.blob().filter(BlobUpload::full).ifPresent(blob -> {
                request.pause();
                blob.whenRoom(request::resume);
            });
        }

        /** A source who repeats a gigabyte because its answer was lost hears at once that it is here. */
        private void askForRepeat(FormToken form) {
            askedForRepeat = true;
            tips.wasKept(form).subscribe().with(kept -> {
                if (kept && !over && !keeping) {
                    keeping = true;
                    meters.ended(TipStore.Outcome.REPEATED);
                    upload.abort();
                    tellRepeat(upload.mailbox())
                            .onComplete(told -> LingeringClose.close(request, vertx, config.linger()));
                }
            });
        }

        /**
         * Shows the receipt again to a source whose answer was lost. It comes from the form, for we keep none; of a mailbox that holds no
         * tip, because it was erased or is another one, we call none a receipt.
         */
        private Future<Void> tellRepeat(Future<Mailbox> mailbox) {
            return mailbox.compose(
                            box -> Future.fromCompletionStage(tips.holdsTip(box).subscribeAsCompletionStage()))
                    .otherwise(false)
                    .map(held -> {
                        end(held ? responses.receivedBefore(language, upload.draft()) : responses.repeated(language));
                        return null;
                    });
        }

        private void keep() {
            Future<SealedTip> sealed = upload.end(language.tag());
            keeping = true;
            place.stay();
            sealed.onComplete(tip -> {
                if (tip.succeeded()) {
                    keep(tip.result());
                } else {
                    keptNot(tip.cause());
                }
            });
        }

        private void keep(SealedTip tip) {
            BlobUpload blob = upload.blob().orElseThrow();
            flood.arrives(
                    request.connection(),
                    tip.threat().exists(),
                    marked -> tips.keep(tip, blob, marked).subscribe().with(outcome -> {
                        upload.decided();
                        meters.ended(outcome);
                        if (outcome == TipStore.Outcome.REPEATED) {
                            tellRepeat(Future.succeededFuture(tip.mailbox()));
                        } else {
                            end(responses.about(tip, outcome, language, upload.draft()));
                        }
                    }));
        }

        private void keptNot(Throwable fault) {
            keeping = false;
            if (fault instanceof RefusedException refused) {
                refuse(refused.faults());
            } else {
                LOG.errorf("a tip could not be sealed: %s", fault.getClass().getName());
                refuse(List.of(FormError.NOT_KEPT));
            }
        }

        private void storeFailed(Throwable fault) {
            // While a tip is being kept, its transaction sees the fault itself.
            if (!over && !keeping) {
                refuse(List.of(fault instanceof LittleRoomException ? FormError.LITTLE_ROOM : FormError.NOT_KEPT));
            }
        }

        private void refuse(List<FormError> faults) {
            if (over || keeping) {
                return;
            }
            faults.stream().findFirst().ifPresentOrElse(meters::refused, meters::shown);
            upload.abort();
            end(responses.refused(language, upload.draft(), faults));
            LingeringClose.close(request, vertx, config.linger());
        }

        /** The client has gone: nothing is kept of a tip that did not arrive whole; one that did is being kept. */
        private void abandon() {
            if (over || keeping) {
                return;
            }
            meters.abandoned();
            upload.abort();
            end(null);
        }

        private void end(@Nullable Page page) {
            over = true;
            upload.forget();
            // The connection may stay for minutes, and keeps the request that it has served.
            request.handler(null).endHandler(null).exceptionHandler(null);
            place.leave();
            vertx.cancelTimer(timer);
            if (page != null && !request.response().closed()) {
                LingeringClose.announce(request);
                page.sendTo(request.response());
            }
        }
    }
}
