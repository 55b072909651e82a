package org.penah.intake.upload;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.circuit.Circuit;
import org.penah.intake.circuit.Circuits;
import org.penah.intake.flood.UploadBudget;
import org.penah.intake.form.FormError;
import org.penah.intake.page.Page;
import org.penah.intake.seal.UploadBounds;
import org.penah.intake.tip.TipStore.Outcome;

/** Bounds what all requests that bring tips hold together, and makes an {@link UploadRequest} for each. */
@ApplicationScoped
class UploadRequests {

    /** All forms together may take the fourth part of the process's memory; pages and the rest of the service need theirs. */
    private static final int SHARE_OF_MEMORY = 4;

    /** Bytes that a form takes without a word in it: its connection, its reader and the objects around them. */
    private static final long EMPTY_FORM = 16 * 1024;

    /** A byte that was typed is held in a buffer that doubles, and then as text of two bytes a letter. */
    private static final int HELD_OF_A_BYTE = 4;

    private final UploadConfig config;
    private final UploadBudget forms;
    private final UploadMeters meters;
    private final Circuits circuits;
    private final Vertx vertx;

    UploadRequests(UploadConfig config, UploadMeters meters, Circuits circuits, Vertx vertx, MeterRegistry registry) {
        this.config = config;
        this.forms = new UploadBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY, config.formsOfCircuit());
        this.meters = meters;
        this.circuits = circuits;
        this.vertx = vertx;
        registry.gauge("penah.forms.crowded", forms, all -> all.isCrowded() ? 1 : 0);
    }

    /** @param giveUp called on the request's own Vert.x context if it has taken too long or too much */
    UploadRequest begin(HttpServerRequest request, Consumer<FormError> giveUp) {
        return new UploadRequest(request, giveUp);
    }

    private static UploadBounds boundsOf(HttpServerRequest request, UploadConfig config) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return new UploadBounds(
                config.maxSize().asLongValue(), config.maxFiles(), declared == null ? -1 : Long.parseLong(declared));
    }

    /** One request: its share of memory, its pace, its time and its end. */
    final class UploadRequest {

        private final HttpServerRequest request;
        private final UploadBounds bounds;
        private final Optional<Circuit> circuit;
        private final UploadBudget.Place place;
        private final long timer;
        private long received;

        private UploadRequest(HttpServerRequest request, Consumer<FormError> giveUp) {
            this.request = request;
            this.bounds = boundsOf(request, config);
            this.circuit = circuits.of(request.connection());
            Context context = vertx.getOrCreateContext();
            this.place = forms.enter(
                    circuit, EMPTY_FORM, () -> context.runOnContext(now -> giveUp.accept(FormError.CROWDED)));
            this.timer = vertx.setTimer(config.maxTime().toMillis(), late -> giveUp.accept(FormError.TOO_SLOW));
            meters.begun();
        }

        Optional<Circuit> circuit() {
            return circuit;
        }

        UploadBounds bounds() {
            return bounds;
        }

        /** So many more bytes have come. */
        void received(int bytes) {
            received += bytes;
            place.received(received);
        }

        /** So many of them are held as text. */
        void typed(int bytes) {
            place.hold((long) bytes * HELD_OF_A_BYTE);
        }

        /** Lets no more come while the store is behind. */
        void waitFor(BlobUpload blob) {
            if (blob.full()) {
                request.pause();
                blob.whenRoom(request::resume);
            }
        }

        /** It is whole: from now on it gives way to nobody. */
        void stay() {
            place.stay();
        }

        /** Ends it with a page that says what became of the tip. */
        void answer(Outcome outcome, Page page) {
            meters.ended(outcome);
            end();
            send(page);
        }

        /**
         * Ends it with a page that says what is wrong.
         *
         * @param faults none if the form was only to be shown
         */
        void refuse(List<FormError> faults, Page page) {
            faults.stream()
                    .filter(fault -> fault != FormError.NOT_SENT)
                    .findFirst()
                    .ifPresentOrElse(meters::refused, meters::shown);
            end();
            send(page);
        }

        /** Ends it without an answer: its client has gone. */
        void abandon() {
            meters.abandoned();
            end();
        }

        private void end() {
            // The connection may stay for minutes, and keeps the request that it has served.
            request.handler(null).endHandler(null).exceptionHandler(null);
            place.leave();
            vertx.cancelTimer(timer);
        }

        private void send(Page page) {
            if (!request.response().closed()) {
                LingeringClose.announce(request);
                page.sendTo(request.response());
            }
            LingeringClose.close(request, vertx, config.linger());
        }
    }
}
