package org.penah.intake.script;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;
import org.penah.intake.keys.Keys;
import org.penah.sealing.manifest.Script;

/**
 * The script that was built with this service. If the manifest does not name it, the pages go without it: somebody must
 * look at a script that nobody signed before any source runs it.
 */
@Startup
@ApplicationScoped
public class FormScript {

    /** Where it is served, and what the manifest calls it. */
    public static final String PATH = "/assets/form.js";

    private static final Logger LOG = Logger.getLogger(FormScript.class);

    private final Buffer bytes;
    private final Buffer compressed;
    private final Script served;
    private final boolean signed;

    FormScript(Keys keys, MeterRegistry registry) {
        this.bytes = read();
        this.compressed = compress(bytes);
        this.served = Script.of(PATH, bytes.getBytes());
        this.signed = keys.signed()
                .filter(known -> known.manifest().scripts().contains(served))
                .isPresent();
        registry.gauge("penah.script.signed", this, script -> script.signed ? 1 : 0);
        if (!signed) {
            LOG.warnf(
                    "the key manifest does not name %s with hash %s: the pages go without a script",
                    PATH, served.sha256());
        }
    }

    /** Its hash as a page names it (Subresource Integrity), if pages may name it at all. */
    public Optional<String> integrity() {
        return signed
                ? Optional.of("sha256-"
                        + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(served.sha256())))
                : Optional.empty();
    }

    /** @param gzip whether as RFC 1952 compresses it, to less than half */
    Optional<Buffer> bytes(boolean gzip) {
        return signed ? Optional.of(gzip ? compressed : bytes) : Optional.empty();
    }

    /** Once, and only public text: there is no secret beside it that a length could reveal. */
    private static Buffer compress(Buffer bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes.getBytes());
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Buffer.buffer(compressed.toByteArray());
    }

    private static Buffer read() {
        try (InputStream built = FormScript.class.getResourceAsStream("/script/form.js")) {
            if (built == null) {
                throw new IllegalStateException("the script was not built");
            }
            return Buffer.buffer(built.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
