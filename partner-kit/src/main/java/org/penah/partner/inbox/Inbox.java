package org.penah.partner.inbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.PrivateFile;
import org.penah.sealing.age.Identity;

/**
 * Keeps alerts in a folder, sealed as they came: {@code <id>.<seq>.age}, and {@code state.age}, the last state that said
 * anything new. The {@link AnswerLog} is beside them. What is more than {@link Bounds} allow is dropped.
 */
public final class Inbox {

    private static final String SUFFIX = ".age";

    private final Path folder;
    private final Bounds bounds;
    private final AnswerLog answers;
    private final KeptDetails details;
    private final Map<String, Alert> opened = new ConcurrentHashMap<>();
    private final Set<Path> unreadable = ConcurrentHashMap.newKeySet();

    /** Opens the folder, or makes it. */
    public Inbox(Path folder) throws IOException {
        this(folder, Bounds.USUAL);
    }

    Inbox(Path folder, Bounds bounds) throws IOException {
        PrivateFile.makeFolder(folder);
        this.folder = folder;
        this.bounds = bounds;
        this.answers = new AnswerLog(folder);
        this.details = new KeptDetails(folder);
    }

    /** The answers that were given here. */
    public AnswerLog answers() {
        return answers;
    }

    /** The details that were fetched, sealed as they came. */
    public KeptDetails details() {
        return details;
    }

    /** Stores an alert on the disk; false if it was there already, because the same message comes until it is answered. */
    public boolean keep(Alert alert, byte[] sealed) throws IOException {
        if (has(alert)) {
            return false;
        }
        keep(List.of(alert), sealed);
        return true;
    }

    /** Whether an alert is on the disk. Asked first: on a full one there is no room to find out by writing. */
    public boolean has(Alert alert) {
        return Files.exists(file(alert));
    }

    /** Stores alerts that came together, all at once. */
    public void keep(List<Alert> alerts, byte[] sealed) throws IOException {
        if (alerts.isEmpty()) {
            return;
        }
        PrivateFile.create(alerts.stream().map(this::file).toList(), sealed);
        for (Alert alert : alerts) {
            dropMessages(alert.id(), alert.seq() - bounds.messages());
        }
    }

    private Path file(Alert alert) {
        return folder.resolve(alert.stem() + SUFFIX);
    }

    /** Drops what is more than {@link Bounds} allow, so that a flood cannot fill the disk. */
    public void prune(Identity identity, Instant now) throws IOException {
        for (KeptAlert kept : bounds.surplus(alerts(identity, now))) {
            UUID id = kept.alert().id();
            // An alert without its answers is over all the same; answers without their alert would stay for ever.
            try (var files = Files.newDirectoryStream(folder, id + ".*")) {
                for (Path file : files) {
                    if (!file.toString().endsWith(SUFFIX)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
            dropMessages(id, kept.alert().seq());
        }
    }

    /** From the oldest, so that none of them is ever the latest that is left. */
    private void dropMessages(UUID id, int upTo) throws IOException {
        List<Path> messages = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, id + ".*" + SUFFIX)) {
            files.forEach(messages::add);
        }
        messages.sort(Comparator.comparing(Inbox::seq));
        for (Path message : messages) {
            if (seq(message) <= upTo) {
                Files.deleteIfExists(message);
                opened.remove(stem(message));
            }
        }
    }

    /** Keeps what is open now, if that is news. */
    public void keepState(Delivery state, byte[] sealed, Identity identity) throws IOException {
        if (!state.trouble() && !state.equals(readable(identity))) {
            PrivateFile.replace(stateFile(), sealed);
        }
    }

    /** Whether nobody misses a state that is not kept, because of what the kept one says. */
    public boolean canDoWithout(Delivery state, Identity identity) throws IOException {
        Delivery kept = readable(identity);
        return kept != null && state.addsNothingTo(kept);
    }

    /**
     * Every alert that came, as {@link KeptAlert#URGENT_FIRST} has it.
     *
     * @throws IOException if none can be opened; one that cannot is left out, and said once, where others can
     */
    public List<KeptAlert> alerts(Identity identity, Instant now) throws IOException {
        @Nullable Delivery state = state(identity);
        Map<UUID, List<AnswerLog.Given>> given = answers.all();
        Map<UUID, List<KeptDetails.Read>> reads = details.reads();
        List<KeptAlert> alerts = new ArrayList<>();
        for (Map.Entry<Alert, Instant> latest : latest(identity).entrySet()) {
            Alert message = latest.getKey();
            @Nullable
            Alert named = state == null ? null : state.find(message.stem()).orElse(null);
            List<AnswerLog.Given> said = given.getOrDefault(message.id(), List.of());
            Alert alert = asAnswered(named == null ? message : named, said);
            boolean current = !said.isEmpty()
                    && isCurrent(named, said.get(said.size() - 1).answer());
            boolean own = answers.isOwnDrill(alert.id());
            boolean open = own ? said.isEmpty() && now.isBefore(alert.expires()) : isOpen(alert, state, now);
            alerts.add(new KeptAlert(
                    alert,
                    latest.getValue(),
                    said,
                    reads.getOrDefault(alert.id(), List.of()),
                    open,
                    current,
                    own,
                    now));
        }
        alerts.sort(KeptAlert.URGENT_FIRST);
        return alerts;
    }

    /** At the edge no state comes: Penah asks again once it does not take us at our word any more. */
    private boolean isCurrent(@Nullable Alert named, Answer last) {
        return named == null ? answers.isAskedAgain(last) : named.knows(last);
    }

    /** At the edge no state says that our answers keep nobody from being called; Penah's reply to the last one did. */
    private Alert asAnswered(Alert alert, List<AnswerLog.Given> said) {
        if (said.isEmpty()) {
            return alert;
        }
        Answer last = said.get(said.size() - 1).answer();
        return last.seq() == alert.seq() && answers.isUncounted(last) ? alert.asUncounted() : alert;
    }

    /** The one alert whose id begins so; nothing if there is none or more than one. */
    public Optional<KeptAlert> find(String idPrefix, Identity identity, Instant now) throws IOException {
        List<KeptAlert> found = alerts(identity, now).stream()
                .filter(kept -> kept.alert().id().toString().startsWith(idPrefix))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The last state that said anything new; null if none came yet. */
    public @Nullable Delivery state(Identity identity) throws IOException {
        try {
            return Delivery.open(Files.readAllBytes(stateFile()), identity);
        } catch (NoSuchFileException noneYet) {
            return null;
        }
    }

    /** None if a bad sector or a restore has spoilt it: the next slot brings another, which takes its place. */
    private @Nullable Delivery readable(Identity identity) {
        try {
            return state(identity);
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static boolean isOpen(Alert alert, @Nullable Delivery state, Instant now) {
        if (state == null || !state.isWhole()) {
            return now.isBefore(alert.expires());
        }
        return state.find(alert.id()).isPresent();
    }

    private Map<Alert, Instant> latest(Identity identity) throws IOException {
        Map<UUID, Alert> latest = new HashMap<>();
        Map<UUID, Instant> arrived = new HashMap<>();
        @Nullable IOException fault = null;
        try (var files = Files.newDirectoryStream(folder, "????????-*" + SUFFIX)) {
            for (Path file : files) {
                Alert alert;
                Instant came;
                try {
                    came = Files.getLastModifiedTime(file).toInstant();
                    alert = open(file, identity);
                } catch (NoSuchFileException droppedMeanwhile) {
                    continue;
                } catch (IOException unreadable) {
                    fault = unreadable;
                    report(file);
                    continue;
                }
                Alert other = latest.get(alert.id());
                if (other == null || other.seq() < alert.seq()) {
                    latest.put(alert.id(), alert);
                    arrived.put(alert.id(), came);
                }
            }
        }
        if (latest.isEmpty() && fault != null) {
            throw fault;
        }
        Map<Alert, Instant> both = new HashMap<>();
        latest.forEach((id, alert) -> both.put(alert, arrived.get(id)));
        return both;
    }

    private Alert open(Path file, Identity identity) throws IOException {
        String stem = stem(file);
        Alert known = opened.get(stem);
        if (known != null) {
            return known;
        }
        Alert alert = Delivery.open(Files.readAllBytes(file), identity)
                .find(stem)
                .orElseThrow(() -> new IOException(file + " does not hold what its name says"));
        opened.put(stem, alert);
        return alert;
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static int seq(Path file) {
        String stem = stem(file);
        return Integer.parseInt(stem.substring(stem.lastIndexOf('.') + 1));
    }

    private void report(Path file) {
        if (unreadable.add(file)) {
            System.err.println("AN ALERT CANNOT BE OPENED: " + file.getFileName());
        }
    }

    private Path stateFile() {
        return folder.resolve("state.age");
    }
}
