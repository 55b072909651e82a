package org.penah.intake.upload;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.penah.intake.blob.BlobStore;
import org.penah.intake.form.Answers;
import org.penah.intake.form.BrowserUploadRef;
import org.penah.intake.form.FormCheck;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.FormTokens;
import org.penah.intake.form.Topic;
import org.penah.intake.keys.Keys;
import org.penah.intake.keys.QueueKey;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.receipt.ReceiptKdf;
import org.penah.sealing.receipt.Receipt;

/** Opens the way of a tip into the blob store, sealed to the queue that its answers choose. */
@ApplicationScoped
class UploadTargetSelector {

    private final Keys keys;
    private final BlobStore blobs;
    private final FormTokens tokens;
    private final Routing routing;
    private final UploadRegistry uploads;
    private final ReceiptKdf derivation;
    private final long longest;

    UploadTargetSelector(
            Keys keys,
            BlobStore blobs,
            FormTokens tokens,
            UploadRegistry uploads,
            ReceiptKdf derivation,
            FormConfig config,
            UploadConfig limits) {
        this.keys = keys;
        this.blobs = blobs;
        this.tokens = tokens;
        this.routing = new Routing(config.queues(), config.dangerQueue());
        this.uploads = uploads;
        this.derivation = derivation;
        this.longest = limits.maxSize().asLongValue();
    }

    /** Whether a tip about any topic could be sealed today. If one topic has no key, the whole form is shown as closed. */
    boolean isReady() {
        return routing.all().allMatch(queue -> keys.of(queue).isPresent());
    }

    /** The check of a form whose upload begins now. */
    FormCheck check() {
        return new FormCheck(topics(), tokens.check());
    }

    Routing routing() {
        return routing;
    }

    Set<Topic> topics() {
        return routing.queues().keySet();
    }

    /**
     * @param mayFill whether another megabyte may be kept on a disk that is filling
     * @param onFault called if the store fails while the tip streams
     */
    TipUpload.UploadTargets targets(BooleanSupplier mayFill, Consumer<Throwable> onFault) {
        return new TipUpload.UploadTargets() {

            @Override
            public ServerSealedTip seal(Answers answers) throws IOException {
                UUID blobId = UUID.randomUUID();
                return new ServerSealedTip(keyFor(answers), blobId, blobs.begin(blobId, mayFill, onFault));
            }

            @Override
            public DeviceSealedTip takeSealed(Answers answers) throws IOException {
                UUID blobId = UUID.randomUUID();
                return new DeviceSealedTip(keyFor(answers), blobId, blobs.begin(blobId, mayFill, onFault), longest);
            }

            @Override
            public Future<BrowserSealedTip> brought(BrowserUploadRef brought, FormToken once, Answers answers) {
                String queue = routing.queueOf(answers);
                if (!keys.hasBegun(queue, brought.epoch())) {
                    return Future.failedFuture(new RefusedException(FormError.UNREADABLE));
                }
                return uploads.named(brought.upload(), once)
                        .map(uploaded -> new BrowserSealedTip(uploaded, queue, brought.epoch()));
            }

            @Override
            public Future<Mailbox> mailbox(Receipt receipt) {
                return derivation.mailbox(receipt);
            }
        };
    }

    private QueueKey keyFor(Answers answers) throws IOException {
        return keys.of(routing.queueOf(answers))
                .orElseThrow(() -> new IOException("the keys went out of force meanwhile"));
    }
}
