package org.penah.intake.upload;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.penah.intake.blob.BlobStore;
import org.penah.intake.form.FormError;
import org.penah.intake.routing.TipKeys;
import org.penah.intake.tip.TipStore.Outcome;

/** Counts and nothing else: no sizes, no times, nothing by which one tip could be told from another. */
@ApplicationScoped
class UploadMeters {

    private final MeterRegistry registry;
    private final AtomicInteger open;

    UploadMeters(MeterRegistry registry, TipKeys tipKeys, BlobStore blobs) {
        this.registry = registry;
        registry.gauge("penah.form.open", tipKeys, keys -> keys.isReady() && blobs.hasRoom() ? 1 : 0);
        this.open = registry.gauge("penah.uploads.open", new AtomicInteger());
    }

    void begun() {
        open.incrementAndGet();
    }

    void ended(Outcome outcome) {
        count("penah.tips", outcome);
    }

    void refused(FormError fault) {
        count("penah.tips.refused", fault);
    }

    /** A form that was only to be shown in another language. */
    void shown() {
        open.decrementAndGet();
    }

    void abandoned() {
        open.decrementAndGet();
        registry.counter("penah.tips.abandoned").increment();
    }

    private void count(String name, Enum<?> kind) {
        open.decrementAndGet();
        registry.counter(name, "kind", kind.name().toLowerCase(Locale.ROOT)).increment();
    }
}
