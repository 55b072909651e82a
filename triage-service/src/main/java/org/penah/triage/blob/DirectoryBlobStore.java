package org.penah.triage.blob;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.core.file.FileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gets and deletes sealed tips in one directory, a file each; the ids are ours, so a name is never a path of somebody's
 * choice.
 *
 * <p>intake-service writes into the directory. Files that triage-service has taken are in its folder {@code kept},
 * which nobody else may enter.
 */
final class DirectoryBlobStore implements BlobStore {

    private static final Pattern UUID_NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rwx------");

    /** At a time: each of them is asked of the database. */
    private static final int MOST_UNTAKEN = 500;

    private final FileSystem files;
    private final Path arrived;
    private final Path kept;

    DirectoryBlobStore(Vertx vertx, Path directory) {
        this.files = vertx.fileSystem();
        this.arrived = directory;
        this.kept = directory.resolve("kept");
        try {
            Files.createDirectories(directory);
            if (Files.notExists(kept, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(kept, PosixFilePermissions.asFileAttribute(OURS_ALONE));
            }
            requireOurs();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Anybody who may write into the directory could have made it, as their own folder or a link. */
    private void requireOurs() throws IOException {
        PosixFileAttributes found = Files.readAttributes(kept, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        boolean isOurs = found.isDirectory() && found.permissions().equals(OURS_ALONE);
        if (isOurs) {
            Path probe = Files.createTempFile(kept, "probe", "");
            isOurs = Files.getOwner(probe).equals(found.owner());
            Files.delete(probe);
        }
        if (!isOurs) {
            throw new IllegalStateException(kept + " is not a folder of triage-service's alone: find out who made it");
        }
    }

    @Override
    public Uni<Multi<Buffer>> get(UUID blobId) {
        // Looks in its final place once more, in case it was taken meanwhile.
        return open(kept, blobId)
                .onFailure(DirectoryBlobStore::isAbsence)
                .recoverWithUni(() -> open(arrived, blobId))
                .onFailure(DirectoryBlobStore::isAbsence)
                .recoverWithUni(() -> open(kept, blobId))
                .onFailure(DirectoryBlobStore::isAbsence)
                .transform(absent -> new BlobGoneException())
                .map(DirectoryBlobStore::content);
    }

    private Uni<AsyncFile> open(Path folder, UUID blobId) {
        return file(folder, blobId)
                .chain(path ->
                        files.open(path, new OpenOptions().setCreate(false).setWrite(false)));
    }

    /** The path of a blob, if a file lies there and not what somebody in intake-service has put in its place: a link, or a pipe. */
    private Uni<String> file(Path folder, UUID blobId) {
        String path = folder.resolve(blobId.toString()).toString();
        return files.lprops(path).map(found -> {
            if (!found.isRegularFile()) {
                throw new BlobGoneException();
            }
            return path;
        });
    }

    @Override
    public Uni<Void> take(UUID blobId) {
        // No kept file is replaced: anybody who writes into the directory may choose the names.
        return absentIsNoFailure(file(arrived, blobId).chain(path -> files.move(path, path(kept, blobId))));
    }

    @Override
    public Uni<List<UUID>> untaken() {
        return files.readDir(arrived.toString(), UUID_NAME.pattern()).map(paths -> {
            // In no order: those that are never taken are not always the first.
            List<String> some = new ArrayList<>(paths);
            Collections.shuffle(some);
            return some.stream()
                    .limit(MOST_UNTAKEN)
                    .map(path -> UUID.fromString(Path.of(path).getFileName().toString()))
                    .toList();
        });
    }

    @Override
    public Uni<Void> delete(UUID blobId) {
        // What is no file is somebody else's, and keeps nobody from deleting the file. Last where it may have been
        // taken to meanwhile.
        return absentIsNoFailure(file(arrived, blobId).chain(files::delete))
                .onFailure(BlobGoneException.class)
                .recoverWithNull()
                .chain(() -> absentIsNoFailure(files.delete(path(kept, blobId))));
    }

    private static Uni<Void> absentIsNoFailure(Uni<Void> change) {
        return change.onFailure(DirectoryBlobStore::isAbsence).recoverWithNull();
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

    private static String path(Path folder, UUID blobId) {
        return folder.resolve(blobId.toString()).toString();
    }
}
