package org.penah.stack.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.penah.ceremony.Ceremony;
import org.penah.ceremony.SealedIdentity;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.manifest.Script;
import org.penah.stack.process.Progress;
import org.penah.stack.state.State;

/** Makes the keys of this machine in the ceremony's folder {@code .penah/keys}. */
public final class DemoKeys {

    public static final List<String> QUEUES = List.of("threat", "general");
    public static final List<String> MEMBERS = List.of("aysel", "rauf");

    private static final String ROOT = "passphrase-root";
    private static final String RECOVERY = "passphrase-recovery";
    private static final int MANIFEST_DAYS = 90;

    /** Where intake serves it. */
    private static final String SCRIPT = "/assets/form.js";

    private final Path formScript;
    private final Path words;
    private final State state;
    private final Clock clock;
    private final Progress progress;

    /**
     * @param formScript as it was built
     * @param words the demo's to its sources, a file for each language
     */
    public DemoKeys(Path formScript, Path words, State state, Clock clock, Progress progress) {
        this.formScript = formScript;
        this.words = words;
        this.state = state;
        this.clock = clock;
        this.progress = progress;
    }

    /** Makes missing keys; signs again when the manifest is about to expire, or the form's script or the words have changed. */
    public synchronized Path folder() throws IOException {
        Path folder = state.root().resolve("keys");
        try {
            if (!Files.isDirectory(folder)) {
                progress.step("keys      making the demo's root, member and queue keys, once");
                // An interrupted ceremony starts over: nobody uses its keys yet.
                Path unfinished = state.folder("keys-" + Long.toHexString(clock.millis()));
                make(unfinished);
                Files.move(unfinished, folder);
            } else {
                signAgainIfNeeded(folder);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return folder;
    }

    private void signAgainIfNeeded(Path folder) throws IOException, GeneralSecurityException {
        copyWords(folder);
        Ceremony ceremony = new Ceremony(folder);
        KeyManifest manifest = ceremony.verify();
        if (endsSoon(manifest) || !manifest.scripts().equals(OperatorWords.beside(scripts(), ceremony.words()))) {
            progress.step("keys      signing the manifest for the next " + MANIFEST_DAYS + " days");
            sign(ceremony);
        }
    }

    private void make(Path folder) throws IOException, GeneralSecurityException {
        Ceremony ceremony = new Ceremony(folder);
        ceremony.init(secret(ROOT), secret(RECOVERY));
        for (String member : MEMBERS) {
            ceremony.addMember(member, passphrase(member).toCharArray());
        }
        for (String queue : QUEUES) {
            ceremony.addQueue(queue, MEMBERS);
            ceremony.startEpoch(queue, today());
        }
        copyWords(folder);
        sign(ceremony);
    }

    private void copyWords(Path folder) throws IOException {
        Path copies = Files.createDirectories(folder.resolve("words"));
        for (String language : OperatorWords.LANGUAGES) {
            String file = language + ".txt";
            Files.copy(words.resolve(file), copies.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void sign(Ceremony ceremony) throws IOException, GeneralSecurityException {
        ceremony.sign(today(), MANIFEST_DAYS, scripts(), secret(ROOT));
    }

    private List<Script> scripts() throws IOException {
        return List.of(Script.of(SCRIPT, Files.readAllBytes(formScript)));
    }

    private boolean endsSoon(KeyManifest manifest) {
        return !today().isBefore(manifest.notAfter().minusDays(KeyManifest.ALARM_DAYS));
    }

    /** What a member types to unlock their key. */
    public String passphrase(String member) {
        return state.secrets().getTyped("passphrase-" + member).reveal();
    }

    /** What a member types once, from the paper of the ceremony. */
    public String rootKey() {
        try {
            return new Ceremony(folder()).rootPublicKey().toBase64();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the demo's root key cannot be read", e);
        }
    }

    /** Opens a queue's first epoch as a member does; destroyed by the caller. */
    public HybridIdentity open(String member, String queue) throws IOException {
        Path folder = folder();
        PassphraseIdentity typed = PassphraseIdentity.of(passphrase(member).toCharArray());
        HybridIdentity own = SealedIdentity.open(folder.resolve("members").resolve(member + ".age"), typed);
        Path copy = folder.resolve("queues").resolve(queue).resolve("1/members").resolve(member + ".age");
        try {
            return SealedIdentity.open(copy, own);
        } finally {
            typed.destroy();
            own.destroy();
        }
    }

    private char[] secret(String name) {
        return state.secrets().get(name).reveal().toCharArray();
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
