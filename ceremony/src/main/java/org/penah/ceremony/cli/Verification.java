package org.penah.ceremony.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.ceremony.Ceremony;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.ManifestState;
import org.penah.sealing.manifest.Script;
import org.penah.sealing.minisign.MinisignPublicKey;

/** Runs {@code penah keys verify}: checks what a page cannot check about the server that it came from. */
final class Verification {

    private final Terminal terminal;
    private final LocalDate today;
    private final SeenSerial seen;
    private final boolean asJson;

    Verification(Terminal terminal, LocalDate today, SeenSerial seen, boolean asJson) {
        this.terminal = terminal;
        this.today = today;
        this.seen = seen;
        this.asJson = asJson;
    }

    int run(Folder folder, @Nullable Path file, @Nullable String root, @Nullable List<String> scripts)
            throws IOException, GeneralSecurityException {
        MinisignPublicKey key = root == null ? folder.ceremony().rootPublicKey() : rootKey(root);
        KeyManifest manifest = file == null
                ? Ceremony.verify(
                        folder.manifest(), key, Math.max(folder.ceremony().lastSerial(), seen.highest()))
                : Ceremony.verify(file, key, seen.highest());
        if (file == null) {
            folder.ceremony().verifyWords(manifest);
        }
        List<String> checked = new ArrayList<>();
        for (String script : scripts == null ? List.<String>of() : scripts) {
            checked.add(verify(manifest, Scripts.of(script)));
        }
        seen.keep(manifest.serial());
        ManifestState state = manifest.stateOn(today);
        if (asJson) {
            terminal.say("%s", json(key, manifest, state));
            return state.isOpen() ? 0 : 1;
        }
        for (String script : checked) {
            terminal.say("%s is what was signed.", script);
        }
        terminal.say("The root key %s signed serial %d.", key.id(), manifest.serial());
        terminal.say("Valid from %s to %s: %s today.", manifest.notBefore(), manifest.notAfter(), state);
        if (state.warnsSources()) {
            terminal.say("Past its end: use it only if nothing newer can be had.");
        }
        return state.isOpen() ? 0 : 1;
    }

    /** As text, or as a file. */
    static MinisignPublicKey rootKey(String root) throws IOException, GeneralSecurityException {
        return root.startsWith("RW")
                ? MinisignPublicKey.parse(root)
                : MinisignPublicKey.parse(Files.readString(Path.of(root)));
    }

    private static String json(MinisignPublicKey key, KeyManifest manifest, ManifestState state) {
        return new ObjectMapper()
                .createObjectNode()
                .put("rootKey", key.id())
                .put("serial", manifest.serial())
                .put("notBefore", manifest.notBefore().toString())
                .put("notAfter", manifest.notAfter().toString())
                .put("state", state.name())
                .put("open", state.isOpen())
                .toString();
    }

    /** Answers the script's path. */
    private static String verify(KeyManifest manifest, Script script) throws RefusedException {
        if (!manifest.scripts().contains(script)) {
            throw new RefusedException(script.path() + " is not what was signed: the server must not be trusted");
        }
        return script.path();
    }
}
