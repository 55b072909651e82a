package org.penah.intake.chunk;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.penah.intake.circuit.Circuits;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.FormTokens;
import org.penah.intake.keys.Keys;
import org.penah.intake.page.Language;
import org.penah.intake.upload.UploadConfig;

/** Takes the chunks that the script brings. It answers without a body: status and the next byte wanted are all there is to say. */
@ApplicationScoped
class ChunkRoute {

    private static final String FORM = "Penah-Form";
    private static final String NAME = "Penah-Upload";
    /** 256 random bits in base64url: nobody guesses another source's. */
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
    private static final int MALFORMED = 400;
    private static final int NO_TOKEN = 403;
    private static final int GAP = 409;
    private static final int BUSY = 503;

    private final Chunks chunks;
    private final ChunkConfig config;
    private final FormTokens tokens;
    private final Keys keys;
    private final Circuits circuits;
    private final Vertx vertx;
    private final Duration linger;

    ChunkRoute(
            Chunks chunks,
            ChunkConfig config,
            FormTokens tokens,
            Keys keys,
            Circuits circuits,
            UploadConfig limits,
            Vertx vertx) {
        this.chunks = chunks;
        this.config = config;
        this.tokens = tokens;
        this.keys = keys;
        this.circuits = circuits;
        this.vertx = vertx;
        this.linger = limits.linger();
    }

    void serve(@Observes Router router) {
        for (Language language : Language.values()) {
            router.post(language.chunk()).handler(context -> receive(context.request()));
        }
    }

    private void receive(HttpServerRequest request) {
        String name = request.getHeader(NAME);
        OptionalLong offset = number(request.getHeader(Chunk.OFFSET));
        OptionalLong length = number(request.getHeader(HttpHeaders.CONTENT_LENGTH));
        Chunk chunk = new Chunk(request, offset.orElse(0), length.orElse(0), vertx, linger);
        if (name == null
                || !NAMES.matcher(name).matches()
                || offset.isEmpty()
                || length.isEmpty()
                || length.getAsLong() == 0
                || length.getAsLong() > config.size().asLongValue()) {
            chunk.refuse(MALFORMED, 0);
            return;
        }
        Optional<ChunkUpload> known = chunks.find(name);
        if (known.isPresent()) {
            known.get().take(chunk);
        } else if (chunk.offset() > 0) {
            chunk.refuse(GAP, 0);
        } else {
            begin(request, name, chunk);
        }
    }

    /** An upload needs a form that we served, like a tip that is sealed here: a flood must fetch one for each. */
    private void begin(HttpServerRequest request, String name, Chunk chunk) {
        String word = request.getHeader(FORM) == null ? "" : request.getHeader(FORM);
        Optional<FormError> fault = tokens.check().fault(word);
        if (fault.isPresent()) {
            if (fault.get() != FormError.UNREADABLE) {
                request.response().putHeader(FORM, tokens.renew(word).word());
            }
            chunk.refuse(NO_TOKEN, 0);
        } else if (!keys.areInForce()) {
            chunk.refuse(BUSY, 0);
        } else {
            chunks.begin(name, new FormToken(word), circuits.of(request.connection()))
                    .take(chunk);
        }
    }

    private static OptionalLong number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches()
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }
}
