package org.penah.triage.blob;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.core.file.FileSystem;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/** Sealed tips in one directory, a file each; the ids are ours, so a name is never a path of somebody's choice. */
final class DirectoryBlobStore implements BlobStore {

    private final FileSystem files;
    private final Path directory;

    DirectoryBlobStore(Vertx vertx, Path directory) {
        this.files = vertx.fileSystem();
        this.directory = directory;
    }

    @Override
    public Uni<Multi<Buffer>> get(UUID blobId) {
        return files.open(path(blobId), new OpenOptions().setCreate(false).setWrite(false))
                .onFailure(DirectoryBlobStore::isAbsence)
                .transform(absent -> new BlobGoneException())
                .map(DirectoryBlobStore::content);
    }

    @Override
    public Uni<Void> delete(UUID blobId) {
        return files.delete(path(blobId))
                .onFailure(DirectoryBlobStore::isAbsence)
                .recoverWithNull();
    }

    private static boolean isAbsence(Throwable fault) {
        return fault.getCause() instanceof NoSuchFileException;
    }

    private static Multi<Buffer> content(AsyncFile file) {
        return file.toMulti()
                .map(io.vertx.mutiny.core.buffer.Buffer::getDelegate)
                .onTermination()
                .call(file::close);
    }

    private String path(UUID blobId) {
        return directory.resolve(blobId.toString()).toString();
    }
}
