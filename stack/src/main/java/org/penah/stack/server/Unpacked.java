package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.penah.stack.StackFailure;

/**
 * Keeps what root unpacked of a backup beside its place until it was looked through: nobody has signed it, and a link in it
 * would lead root elsewhere.
 */
record Unpacked(Path folder) {

    /** Folders may have it: those of sealed tips give their group to what is made in them. */
    private static final int SET_ID = 06000;

    /**
     * Deletes what is no file or folder, and says what it was. A file with more than one name becomes one for each, and no file keeps the rights
     * of its owner. Nothing of that is a reason to refuse: code in a service may make it where that service writes, and every backup has it from then on.
     */
    List<Path> leaveOutOthers() throws IOException {
        List<Path> content;
        try (Stream<Path> all = Files.walk(folder)) {
            content = all.filter(each -> !each.equals(folder) && !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
        List<Path> others = new ArrayList<>();
        for (Path each : content) {
            if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
                makePlain(each);
            } else {
                others.add(folder.relativize(each));
                Files.delete(each);
            }
        }
        return others;
    }

    private void makePlain(Path file) throws IOException {
        int mode = number(file, "mode");
        if ((mode & SET_ID) != 0) {
            Files.setAttribute(file, "unix:mode", mode & ~SET_ID, LinkOption.NOFOLLOW_LINKS);
        }
        if (number(file, "nlink") > 1) {
            Path own = Files.createTempFile(folder, "own", "");
            Files.copy(file, own, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            Files.move(own, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static int number(Path file, String attribute) throws IOException {
        return (int) Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws StackFailure if anything else lies beside it */
    void requireOnly(String name) throws IOException {
        if (!content().equals(List.of(folder.resolve(name)))) {
            throw new StackFailure("the backup contains more than %s: somebody has made it up.".formatted(name));
        }
    }

    void moveInto(Path place) throws IOException {
        for (Path each : content()) {
            Files.move(each, place.resolve(folder.relativize(each).toString()));
        }
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.toList();
        }
    }
}
