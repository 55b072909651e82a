package org.penah.partner.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.PrivateFile;

/**
 * The answers that were given here, in the inbox's folder: {@code <id>.<number>.answer} holds the message's number, the
 * action, and who gave it by phone, {@code <id>.<number>.known} says that Penah knows this one and all before, {@code
 * <id>.<number>.uncounted} that it keeps nobody from being called, and {@code <id>.<number>.asked-again} that Penah asks once more.
 *
 * <p>Several programs may write at once: a number is taken by the file that bears it.
 */
public final class AnswerLog {

    private static final Pattern NAME =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.([1-9][0-9]{0,6})\\.(answer|known)");
    private static final Pattern CONTENT =
            Pattern.compile("([1-9][0-9]{0,8}) ([a-z-]{1,20})(?: ([a-z][a-z0-9-]{0,30}))?");

    /** A message may be sent while Penah takes the answer to it, and its clock be ahead. */
    private static final Duration AT_THE_SAME_TIME = Duration.ofMinutes(1);

    private final Path folder;
    private final Set<Path> spoilt = ConcurrentHashMap.newKeySet();

    AnswerLog(Path folder) {
        this.folder = folder;
    }

    /**
     * An answer that was given.
     *
     * @param known whether Penah knows it
     * @param person who gave it by phone, which Penah never learns; null if it was given at the machine
     */
    public record Given(
            Answer answer,
            Instant at,
            boolean known,
            @Nullable String person) {}

    /** Keeps an answer on the disk, under the next number. */
    public Answer give(Alert alert, Action action) throws IOException {
        return give(alert.id(), alert.seq(), action);
    }

    /** The same, to a message that may have been replaced since it was seen. */
    public Answer give(UUID id, int seq, Action action) throws IOException {
        return give(id, seq, action, null);
    }

    /**
     * The same, by a person who can be named.
     *
     * @param person who gave it by phone; null if it is given at the machine
     */
    public Answer give(UUID id, int seq, Action action, @Nullable String person) throws IOException {
        return give(id, seq, action, person, 1);
    }

    private Answer give(UUID id, int seq, Action action, @Nullable String person, int lowest) throws IOException {
        byte[] content =
                (seq + " " + action.word() + (person == null ? "" : " " + person)).getBytes(StandardCharsets.US_ASCII);
        for (int number = Math.max(lowest, highest(id) + 1); ; number++) {
            try {
                PrivateFile.create(folder.resolve(id + "." + number + ".answer"), content);
                return new Answer(id, seq, action, number);
            } catch (FileAlreadyExistsException takenMeanwhile) {
                // The next one, then.
            }
        }
    }

    /** Remembers that Penah knows this answer. */
    public void know(Answer answer) throws IOException {
        PrivateFile.mark(List.of(known(answer.alert(), answer.number())));
    }

    /** Remembers the same, and that it keeps nobody from being called, as Penah says. */
    public void knowUncounted(Answer answer) throws IOException {
        PrivateFile.mark(List.of(uncounted(answer.alert(), answer.number()), known(answer.alert(), answer.number())));
    }

    /** Whether Penah has said that it keeps nobody from being called. */
    boolean isUncounted(Answer answer) {
        return Files.exists(uncounted(answer.alert(), answer.number()));
    }

    /**
     * Remembers that a message came once more. At the edge Penah repeats none that was answered, unless it no longer takes us at our word.
     *
     * @param sent when Penah signed it, which somebody who plays it again cannot change
     */
    public void hearAgain(Alert alert, Instant sent) throws IOException {
        List<Given> given = given(alert.id());
        if (given.isEmpty()) {
            return;
        }
        Answer last = given.get(given.size() - 1).answer();
        Path known = known(alert.id(), last.number());
        if (last.seq() == alert.seq()
                && Files.exists(known)
                && Files.getLastModifiedTime(known)
                        .toInstant()
                        .plus(AT_THE_SAME_TIME)
                        .isBefore(sent)) {
            PrivateFile.mark(List.of(askedAgain(last)));
        }
    }

    /** Whether Penah has asked once more since it knew this answer, without another message. */
    boolean isAskedAgain(Answer answer) {
        return Files.exists(askedAgain(answer));
    }

    private Path askedAgain(Answer answer) {
        return folder.resolve(answer.alert() + "." + answer.number() + ".asked-again");
    }

    /** The last word to each alert, where Penah does not know it yet. */
    public List<Answer> waiting() throws IOException {
        List<Answer> waiting = new ArrayList<>();
        for (List<Given> given : all().values()) {
            Given last = given.get(given.size() - 1);
            if (!last.known() && !isOwnDrill(last.answer().alert())) {
                waiting.add(last.answer());
            }
        }
        return waiting;
    }

    /** Whether Penah has said that it knows the answer. */
    public boolean isKnown(Answer answer) throws IOException {
        return given(answer.alert()).stream()
                .anyMatch(given -> given.answer().number() == answer.number() && given.known());
    }

    /** The answers to one alert, the first first. */
    public List<Given> given(UUID alert) throws IOException {
        return all().getOrDefault(alert, List.of());
    }

    /** The answers to each alert, the first first. */
    public Map<UUID, List<Given>> all() throws IOException {
        Map<UUID, Integer> known = new TreeMap<>();
        Map<UUID, List<Given>> all = new TreeMap<>();
        for (Matcher file : files("*")) {
            UUID id = UUID.fromString(file.group(1));
            int number = Integer.parseInt(file.group(2));
            if (file.group(3).equals("known")) {
                known.merge(id, number, Math::max);
            } else {
                read(id, number)
                        .ifPresent(given -> all.computeIfAbsent(id, first -> new ArrayList<>())
                                .add(given));
            }
        }
        all.replaceAll((id, given) -> given.stream()
                .map(one -> new Given(
                        one.answer(), one.at(), one.answer().number() <= known.getOrDefault(id, 0), one.person()))
                .sorted(Comparator.comparing(one -> one.answer().number()))
                .toList());
        return all;
    }

    /**
     * Learns from a state what Penah knows: it is all on the disk, or a program that is started again would take it for a count
     * that was lost, and answer again.
     *
     * @param sent what has gone with the answers to the states before
     */
    public void learn(Delivery state, Collection<Answer> sent) throws IOException {
        Set<Path> known = new LinkedHashSet<>();
        for (Answer answer : waiting()) {
            boolean wasSent = sent.contains(answer);
            Alert alert = state.find(answer.alert()).orElse(null);
            if (alert == null) {
                if (wasSent && state.isWhole()) {
                    known.add(known(answer.alert(), answer.number()));
                }
            } else if (answer.isPlain() && alert.answeredSeq() >= answer.seq()) {
                known.add(known(answer.alert(), answer.number()));
            } else if (!wasSent && alert.heardNumber() >= answer.number()) {
                // Penah counts further than this folder, as after a backup was put back: it would take ours for a
                // repeat.
                give(answer.alert(), answer.seq(), answer.action(), null, alert.heardNumber() + 1);
            }
        }
        for (Alert alert : state.alerts()) {
            if (alert.heardNumber() > 0) {
                known.add(known(alert.id(), alert.heardNumber()));
            }
        }
        PrivateFile.mark(known);
    }

    /** Marks a local exercise: answers to it stay here. */
    void markOwnDrill(UUID id) throws IOException {
        PrivateFile.create(ownDrill(id), new byte[0]);
    }

    /** Whether it is a local exercise, unknown to Penah. */
    public boolean isOwnDrill(UUID id) {
        return Files.exists(ownDrill(id));
    }

    private Path ownDrill(UUID id) {
        return folder.resolve(id + ".own-drill");
    }

    private Path known(UUID id, int number) {
        return folder.resolve(id + "." + number + ".known");
    }

    private Path uncounted(UUID id, int number) {
        return folder.resolve(id + "." + number + ".uncounted");
    }

    private int highest(UUID id) throws IOException {
        return files(id + ".*").stream()
                .mapToInt(file -> Integer.parseInt(file.group(2)))
                .max()
                .orElse(0);
    }

    private Set<Matcher> files(String glob) throws IOException {
        try (var files = Files.newDirectoryStream(folder, glob + ".{answer,known}")) {
            Set<Matcher> found = new LinkedHashSet<>();
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.add(name);
                }
            }
            return found;
        }
    }

    /** Nothing of one that a bad sector or a restore has spoilt: that is said once, its number stays taken, and those before it count. */
    private Optional<Given> read(UUID id, int number) {
        Path file = folder.resolve(id + "." + number + ".answer");
        try {
            Matcher content = CONTENT.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            Instant at = Files.getLastModifiedTime(file).toInstant();
            Optional<Action> action = content.matches() ? Action.ofWord(content.group(2)) : Optional.empty();
            if (action.isPresent()) {
                Answer answer = new Answer(id, Integer.parseInt(content.group(1)), action.get(), number);
                return Optional.of(new Given(answer, at, false, content.group(3)));
            }
        } catch (NoSuchFileException droppedMeanwhile) {
            return Optional.empty();
        } catch (IOException unreadable) {
            // As one that says nothing.
        }
        if (spoilt.add(file)) {
            System.err.println("AN ANSWER CANNOT BE READ, GIVE IT AGAIN: " + file.getFileName());
        }
        return Optional.empty();
    }
}
