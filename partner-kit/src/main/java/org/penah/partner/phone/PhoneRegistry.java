package org.penah.partner.phone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.partner.home.PrivateFile;
import org.penah.sealing.digest.Digest;

/**
 * The people who may open the page on a phone, each in files of their name: {@code <name>.person} holds the hash of their code,
 * {@code <name>.session} the hash of their browser's token and its end, {@code authorized_clients/<name>.auth} the public half of
 * their key, for tor.
 *
 * <p>A person without the first file is nobody. Files are read each time, so that a removal counts at once.
 */
public final class PhoneRegistry {

    /** After signing in: a phone that is lost is shut out after a shift, even if nobody says that it is lost. */
    public static final Duration SESSION = Duration.ofHours(12);

    private static final int MOST = 50;
    private static final int TOKEN_BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,30}");
    private static final Pattern TOKEN = Pattern.compile("(" + NAME + ")\\.([A-Za-z0-9_-]{43})");
    private static final Pattern KEPT = Pattern.compile("([A-Za-z0-9_-]{43}) ([0-9]{1,12})");

    /** All names that nobody has. */
    private static final String NOBODY = "";

    private final Path folder;
    private final Clock clock;
    private final Tries tries;
    private final String unknownCode = PhoneSecret.generate().hash();

    /** @param folder made when the first person is added */
    public PhoneRegistry(Path folder, Clock clock) {
        this(folder, clock, System::nanoTime);
    }

    /** @param nanos a clock that nobody can set */
    public PhoneRegistry(Path folder, Clock clock, LongSupplier nanos) {
        this.folder = folder;
        this.clock = clock;
        this.tries = new Tries(nanos);
    }

    /**
     * What a new person is told once.
     *
     * @param authorized the file for tor
     */
    public record Admitted(PhoneSecret code, ClientKey key, Path authorized) {}

    /**
     * Lets a person in from now on.
     *
     * @throws IOException if there is one of this name, or there are {@value #MOST}
     */
    public Admitted add(String name) throws IOException {
        if (!isName(name)) {
            throw new IllegalArgumentException("a name has 1 to 31 lower-case letters, digits and hyphens");
        }
        PrivateFile.makeFolder(folder);
        PrivateFile.makeFolder(folder.resolve("authorized_clients"));
        if (names().size() >= MOST) {
            throw new IOException("there are " + MOST + " people already: remove one first");
        }
        // One that began while its person was removed is nobody's.
        if (!Files.exists(personFile(name))) {
            Files.deleteIfExists(session(name));
        }
        PhoneSecret code = PhoneSecret.generate();
        ClientKey key = ClientKey.generate();
        try {
            PrivateFile.create(personFile(name), ascii(code.hash()));
        } catch (FileAlreadyExistsException known) {
            throw new IOException(name + " has a code already: remove them first, then they get another");
        }
        PrivateFile.replace(authorized(name), ascii(key.line()));
        return new Admitted(code, key, authorized(name));
    }

    /** Ends a person's code and session; false if there was nobody of this name. */
    public boolean remove(String name) throws IOException {
        if (!isName(name)) {
            return false;
        }
        boolean known = Files.deleteIfExists(personFile(name));
        Files.deleteIfExists(session(name));
        Files.deleteIfExists(authorized(name));
        return known;
    }

    /** Who may come in. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder, "*.person")) {
                files.forEach(file -> names.add(file.getFileName().toString().replace(".person", "")));
            }
        }
        names.sort(null);
        return names;
    }

    /**
     * Begins a person's session and ends the one before.
     *
     * @return what the browser is known by; nothing if the code is wrong, or was wrong too often
     */
    public synchronized Optional<String> enter(String name, String typed) throws IOException {
        Optional<String> kept = isName(name) ? read(personFile(name)) : Optional.empty();
        String counted = kept.isPresent() ? name : NOBODY;
        // For nobody, and after too many tries, it takes as long, so that the time tells no names.
        boolean matches = PhoneSecret.typed(typed).matches(kept.orElse(unknownCode));
        if (!tries.isOpen(counted)) {
            return Optional.empty();
        }
        if (!matches || kept.isEmpty()) {
            tries.failed(counted);
            return Optional.empty();
        }
        tries.succeeded(counted);
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = base64(random);
        long end = clock.instant().plus(SESSION).getEpochSecond();
        PrivateFile.replace(session(name), ascii(hash(token) + " " + end));
        return Optional.of(name + "." + token);
    }

    /** Whose browser this is; nobody's if the session has ended or the person was removed. */
    public Optional<String> person(String known) throws IOException {
        Matcher token = TOKEN.matcher(known);
        if (!token.matches() || !Files.exists(personFile(token.group(1)))) {
            return Optional.empty();
        }
        String name = token.group(1);
        Matcher kept = KEPT.matcher(read(session(name)).orElse(""));
        return kept.matches() && isSame(kept.group(1), hash(token.group(2))) && lasts(Long.parseLong(kept.group(2)))
                ? Optional.of(name)
                : Optional.empty();
    }

    /** Ends the session of this browser. */
    public void leave(String known) throws IOException {
        Optional<String> name = person(known);
        if (name.isPresent()) {
            Files.deleteIfExists(session(name.get()));
        }
    }

    /** A clock that is set back makes no session longer. */
    private boolean lasts(long end) {
        long left = end - clock.instant().getEpochSecond();
        return left > 0 && left <= SESSION.toSeconds();
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(ascii(one), ascii(other));
    }

    private static String hash(String token) {
        return base64(Digest.sha256(ascii(token)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    private Path personFile(String name) {
        return folder.resolve(name + ".person");
    }

    private Path session(String name) {
        return folder.resolve(name + ".session");
    }

    private Path authorized(String name) {
        return folder.resolve("authorized_clients").resolve(name + ".auth");
    }
}
