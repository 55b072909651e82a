package org.penah.intake.seal;

import io.vertx.core.Future;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.penah.intake.blob.BlobStore;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.blob.PendingBlob;
import org.penah.intake.form.Answers;
import org.penah.intake.form.BrowserUploadRef;
import org.penah.intake.form.Draft;
import org.penah.intake.form.Field;
import org.penah.intake.form.FormCheck;
import org.penah.intake.form.FormError;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.RefusedException;
import org.penah.intake.keys.QueueKey;
import org.penah.intake.multipart.PartHeader;
import org.penah.intake.multipart.PartTarget;
import org.penah.intake.page.Language;
import org.penah.intake.receipt.Mailbox;
import org.penah.intake.receipt.ReceiptKdf;
import org.penah.intake.routing.TipKeys;
import org.penah.intake.tip.SealedTip;

/** Makes a {@link TipSealer} for each tip. */
@ApplicationScoped
public class TipSealers {

    private final TipKeys keys;
    private final BlobStore blobs;
    private final UploadRegistry uploads;
    private final ReceiptKdf receipts;

    TipSealers(TipKeys keys, BlobStore blobs, UploadRegistry uploads, ReceiptKdf receipts) {
        this.keys = keys;
        this.blobs = blobs;
        this.uploads = uploads;
        this.receipts = receipts;
    }

    /**
     * Makes one.
     *
     * @param mayFill whether another megabyte may be kept on a disk that is filling
     * @param onFault called if the store fails while the tip streams
     */
    public TipSealer begin(UploadBounds bounds, BooleanSupplier mayFill, Consumer<Throwable> onFault) {
        return new TipSealer(bounds, mayFill, onFault);
    }

    /** Seals one tip into the blob store, or takes it there as it was sealed elsewhere. */
    public final class TipSealer {

        private final UploadBounds bounds;
        private final BooleanSupplier mayFill;
        private final Consumer<Throwable> onFault;
        private @Nullable BlobUpload blob;
        private @Nullable PendingTip tip;

        private TipSealer(UploadBounds bounds, BooleanSupplier mayFill, Consumer<Throwable> onFault) {
            this.bounds = bounds;
            this.mayFill = mayFill;
            this.onFault = onFault;
        }

        /** Takes the next file, to be sealed here. */
        public PartTarget file(Answers answers, PartHeader header) throws IOException {
            requireRoom(FormError.FILES_TOO_LARGE);
            ServerSealedTip into = server(answers);
            into.beginFile(Optional.ofNullable(header.fileName()).orElse(""), header.type());
            return into;
        }

        /** Takes a file that its source has sealed. */
        public PartTarget sealedFile(Answers answers) throws IOException {
            requireRoom(FormError.SEALED_TOO_LARGE);
            QueueKey key = keys.keyFor(answers);
            UUID id = UUID.randomUUID();
            DeviceSealedTip into = new DeviceSealedTip(key, id, open(id), bounds.bytes());
            tip = into;
            return into;
        }

        /** Refused only here, and not at the request's header, so that the page can give back what was typed. */
        private void requireRoom(FormError tooLarge) {
            if (bounds.tooMuchDeclared()) {
                throw new RefusedException(tooLarge);
            }
        }

        private ServerSealedTip server(Answers answers) throws IOException {
            if (tip instanceof ServerSealedTip begun) {
                return begun;
            }
            QueueKey key = keys.keyFor(answers);
            UUID id = UUID.randomUUID();
            ServerSealedTip begun = new ServerSealedTip(key, id, open(id), bounds);
            tip = begun;
            return begun;
        }

        private BlobUpload open(UUID id) {
            BlobUpload opened = blobs.begin(id, mayFill, onFault);
            blob = opened;
            return opened;
        }

        /** Where the bytes go, once a file has begun. */
        public Optional<BlobUpload> blob() {
            return Optional.ofNullable(blob);
        }

        /** Learns where the answers to the tip go, and seals the last of it. */
        public Future<SealedTip> finish(Draft draft, Answers answers, Language language) {
            FormToken once = new FormToken(draft.text(Field.ONCE));
            return mailbox(draft)
                    .compose(mailbox -> tip(draft, once, answers)
                            .map(found -> found.finish(once, answers, language.tag(), mailbox)));
        }

        /** Where its answers go; fails if the form has not brought its receipt. */
        public Future<Mailbox> mailbox(Draft draft) {
            return BrowserUploadRef.of(draft)
                    .map(named -> Future.succeededFuture(new Mailbox(named.mailboxHash(), "", named.decisionKey())))
                    .or(() -> FormCheck.receipt(draft)
                            .map(receipt -> receipts.mailbox(receipt).onComplete(derived -> receipt.destroy())))
                    .orElseGet(() -> Future.failedFuture("the form has no receipt"));
        }

        private Future<PendingTip> tip(Draft draft, FormToken once, Answers answers) {
            Optional<BrowserUploadRef> named = BrowserUploadRef.of(draft);
            if (named.isPresent()) {
                return browser(named.get(), once, answers);
            }
            try {
                return Future.succeededFuture(tip == null ? server(answers) : tip);
            } catch (IOException noKeys) {
                return Future.failedFuture(noKeys);
            }
        }

        private Future<PendingTip> browser(BrowserUploadRef named, FormToken once, Answers answers) {
            return keys.queueFor(answers, named.epoch())
                    .map(queue -> uploads.named(named.upload(), once).<PendingTip>map(found -> {
                        tip = new BrowserSealedTip(found, queue, named.epoch());
                        return tip;
                    }))
                    .orElseGet(() -> Future.failedFuture(new RefusedException(FormError.UNREADABLE)));
        }

        /** The blob of a finished tip. */
        public PendingBlob pendingBlob() {
            return Optional.ofNullable(tip).orElseThrow().blob();
        }

        /** It is known what became of the tip. */
        public void decided() {
            Optional.ofNullable(tip).ifPresent(PendingTip::decided);
        }

        /** Leaves nothing behind. */
        public void abort() {
            Optional.ofNullable(tip).ifPresent(PendingTip::abort);
        }

        /** Lets go of the tip: a client may keep its connection open after the answer. */
        public void forget() {
            blob = null;
            tip = null;
        }
    }
}
