package org.penah.intake.blob;

import io.vertx.core.Future;
import java.util.UUID;

/** A blob that is collected in a file until it is complete, and then put into the bucket in one request. */
final class BucketUpload implements BlobUpload {

    private final UUID id;
    private final DirectoryUpload file;
    private final Bucket bucket;
    private boolean delivered;

    BucketUpload(UUID id, DirectoryUpload file, Bucket bucket) {
        this.id = id;
        this.file = file;
        this.bucket = bucket;
    }

    @Override
    public void write(byte[] sealed) {
        file.write(sealed);
    }

    @Override
    public boolean full() {
        return file.full();
    }

    @Override
    public void whenRoom(Runnable resume) {
        file.whenRoom(resume);
    }

    @Override
    public Future<Void> deliver() {
        return file.written().compose(whole -> bucket.put(id, whole)).onSuccess(kept -> delivered = true);
    }

    @Override
    public Future<Void> complete() {
        return delivered
                ? discard().otherwiseEmpty()
                : Future.failedFuture(new IllegalStateException("the bucket does not have it"));
    }

    @Override
    public Future<Void> discard() {
        return file.discard();
    }
}
