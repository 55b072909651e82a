package org.penah.sealing.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.ceremony.Ceremony;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.ManifestState;
import org.penah.sealing.manifest.Script;
import org.penah.sealing.minisign.MinisignPublicKey;

/** {@code penah keys verify}: what a page cannot check about the server that it came from. */
final class Verification {

    private final Terminal terminal;
    private final LocalDate today;

    Verification(Terminal terminal, LocalDate today) {
        this.terminal = terminal;
        this.today = today;
    }

    int run(
            Folder folder,
            @Nullable Path file,
            @Nullable String root,
            int highestSerial,
            @Nullable List<String> scripts)
            throws IOException, GeneralSecurityException {
        MinisignPublicKey key = root == null ? folder.ceremony().rootPublicKey() : key(root);
        KeyManifest manifest = Ceremony.verify(file == null ? folder.manifest() : file, key, highestSerial);
        for (String script : scripts == null ? List.<String>of() : scripts) {
            verify(manifest, script);
        }
        ManifestState state = manifest.stateOn(today);
        terminal.say("The root key %s signed serial %d.", key.id(), manifest.serial());
        terminal.say("Valid from %s to %s: %s today.", manifest.notBefore(), manifest.notAfter(), state);
        if (state.warnsSources()) {
            terminal.say("Past its end: use it only if nothing newer can be had.");
        }
        return state.isOpen() ? 0 : 1;
    }

    private static MinisignPublicKey key(String root) throws IOException, GeneralSecurityException {
        return root.startsWith("RW")
                ? MinisignPublicKey.parse(root)
                : MinisignPublicKey.parse(Files.readString(Path.of(root)));
    }

    private void verify(KeyManifest manifest, String pathAndFile) throws IOException, GeneralSecurityException {
        String[] parts = pathAndFile.split("=", 2);
        if (parts.length != 2) {
            throw new RefusedException("--script wants PATH=FILE");
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(parts[1])));
        if (!manifest.scripts().contains(new Script(parts[0], HexFormat.of().formatHex(hash)))) {
            throw new RefusedException(parts[0] + " is not the script that was signed: the server must not be trusted");
        }
        terminal.say("%s is the script that was signed.", parts[0]);
    }
}
