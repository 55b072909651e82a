package org.penah.intake.keys;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.ManifestException;
import org.penah.sealing.manifest.ManifestState;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.sealing.receipt.ReceiptParameters;

/**
 * The manifest that this process started with, and the operator's words beside it, if the root key signed them.
 *
 * <p>Each tip checks whether it is in force, so that a long-running process closes its form on the day. Words that the
 * manifest does not name are not shown; the form stays open, for a closed one can cost a life.
 */
@Startup
@ApplicationScoped
public class Keys {

    private static final Logger LOG = Logger.getLogger(Keys.class);

    /**
     * The manifest with the key that signed it and the bytes that were signed: these, and no others, are served.
     *
     * @param words the operator's, by language, as the manifest names them; empty if one of them does not match
     */
    public record Signed(
            MinisignPublicKey root,
            KeyManifest manifest,
            Map<String, OperatorWords> words,
            Buffer json,
            Buffer signature) {}

    private final Clock clock;
    private final Optional<Signed> signed;

    Keys(KeysConfig config, Clock clock, SeenSerials seen, MeterRegistry meters) {
        this.clock = clock;
        this.signed = load(config, seen);
        meters.gauge("penah.keys.alarm", this, keys -> keys.needSigning() ? 1 : 0);
        meters.gauge("penah.keys.days.left", this, Keys::daysLeft);
    }

    /** Whether tips may be taken today. */
    public boolean areInForce() {
        return state().filter(ManifestState::isOpen).isPresent();
    }

    /** Whether sources must be told that the keys are past their day. */
    public boolean areOverdue() {
        return state().filter(ManifestState::warnsSources).isPresent();
    }

    /** The newest key of a queue, if the keys are in force and have one. */
    public Optional<QueueKey> of(String queue) {
        LocalDate today = LocalDate.now(clock);
        return signed.filter(keys -> areInForce())
                .flatMap(keys -> keys.manifest().queue(queue))
                .flatMap(named -> named.epochOn(today))
                .map(epoch -> new QueueKey(queue, epoch.epoch(), epoch.recipient()));
    }

    /** Whether a queue's key of this epoch is, or was, one that tips are sealed to, by a browser's clock that may be ahead. */
    public boolean hasBegun(String queue, int epoch) {
        LocalDate tomorrow = LocalDate.now(clock).plusDays(1);
        return signed.filter(keys -> areInForce())
                .flatMap(keys -> keys.manifest().queue(queue))
                .filter(named -> named.epochs().stream()
                        .anyMatch(each -> each.epoch() == epoch && !each.from().isAfter(tomorrow)))
                .isPresent();
    }

    /** How receipts are derived, even out of force: an answer can be fetched from a form that is closed. */
    public Optional<ReceiptParameters> receipts() {
        return signed.map(keys -> keys.manifest().receipt());
    }

    /** The signed bytes, even out of force: anybody may check them. */
    public Optional<Signed> signed() {
        return signed;
    }

    /** What the operator says in a language, even out of force: whom to call does not end with a key. */
    public Optional<OperatorWords> words(String language) {
        return signed.map(Signed::words).map(words -> words.get(language));
    }

    private Optional<ManifestState> state() {
        return signed.map(keys -> keys.manifest().stateOn(LocalDate.now(clock)));
    }

    /** Whether somebody must act: the keys end soon or have ended, are not in force, or were refused, or their words were. */
    private boolean needSigning() {
        return state().filter(state -> state.isOpen() && !state.alarmsDesk()).isEmpty()
                || signed.filter(keys -> keys.words().isEmpty()).isPresent();
    }

    private double daysLeft() {
        return signed.map(keys -> (double) keys.manifest().daysLeftOn(LocalDate.now(clock)))
                .orElse(Double.NaN);
    }

    private static Optional<Signed> load(KeysConfig config, SeenSerials seen) {
        Path signatureFile = config.manifest().resolveSibling(config.manifest().getFileName() + ".minisig");
        try {
            MinisignPublicKey root = MinisignPublicKey.parse(Files.readString(config.root()));
            byte[] json = Files.readAllBytes(config.manifest());
            String signature = Files.readString(signatureFile);
            KeyManifest manifest = KeyManifest.verify(json, signature, root, seen.highest());
            Map<String, OperatorWords> words = words(config, manifest);
            seen.add(manifest.serial());
            LOG.infof("the key manifest has serial %d and ends on %s", manifest.serial(), manifest.notAfter());
            return Optional.of(new Signed(root, manifest, words, Buffer.buffer(json), Buffer.buffer(signature)));
        } catch (IOException | GeneralSecurityException fault) {
            LOG.errorf("the form is closed: no verified keys: %s", fault.getMessage());
            return Optional.empty();
        }
    }

    private static Map<String, OperatorWords> words(KeysConfig config, KeyManifest manifest) {
        try {
            return OperatorWords.readSigned(config.manifest().resolveSibling("words"), manifest);
        } catch (ManifestException fault) {
            LOG.errorf("the operator's words are not shown: %s", fault.getMessage());
            return Map.of();
        }
    }
}
