package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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
     * Deletes what is no plain file or folder, and says what it was. It is no reason to refuse: code in a service may make a link where that
     * service writes, and every backup has it from then on.
     */
    List<Path> leaveOutOthers() throws IOException {
        List<Path> others = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) all.filter(each -> !each.equals(folder))::iterator) {
                if (!isPlain(each)) {
                    others.add(each);
                }
            }
        }
        for (Path each : others) {
            Files.delete(each);
        }
        return others.stream().map(folder::relativize).toList();
    }

    private static boolean isPlain(Path each) throws IOException {
        if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        return Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)
                && number(each, "nlink") == 1
                && (number(each, "mode") & SET_ID) == 0;
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
