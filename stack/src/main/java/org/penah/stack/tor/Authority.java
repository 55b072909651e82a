package org.penah.stack.tor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.penah.stack.StackFailure;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;

/**
 * One of the three that agree on who belongs to the network.
 *
 * @param address where it is
 * @param orPort where it takes part as a relay
 * @param directoryPort where it serves what they agreed on
 */
record Authority(String name, String address, Port orPort, Port directoryPort) {

    /** For a key that lives as long as one run of the network; only its owner can read the file anyway. */
    private static final String PASSPHRASE = "private network";

    /** In months; tor-gencert's own is a year. */
    private static final String KEY_LIFE = "12";

    /**
     * Makes its keys.
     *
     * @param keys the folder {@code keys} in its data folder
     * @return the line by which every node knows it
     */
    String makeKeys(Path data, Path keys, Ports ports) throws IOException {
        Path certificate = keys.resolve("authority_certificate");
        TorCommands.run(
                PASSPHRASE + "\n",
                "tor-gencert",
                List.of(
                        "--create-identity-key",
                        "--passphrase-fd",
                        "0",
                        "-m",
                        KEY_LIFE,
                        "-a",
                        address + ":" + ports.of(directoryPort),
                        "-i",
                        keys.resolve("authority_identity_key").toString(),
                        "-s",
                        keys.resolve("authority_signing_key").toString(),
                        "-c",
                        certificate.toString()));
        return "DirAuthority %s orport=%d no-v2 v3ident=%s %s:%d %s"
                .formatted(
                        name,
                        ports.of(orPort),
                        identity(certificate),
                        address,
                        ports.of(directoryPort),
                        relayFingerprint(data));
    }

    private static String identity(Path certificate) throws IOException {
        return Files.readAllLines(certificate).stream()
                .filter(line -> line.startsWith("fingerprint "))
                .map(line -> line.substring("fingerprint ".length()))
                .findFirst()
                .orElseThrow();
    }

    /** tor makes the key when it is asked for the fingerprint; it asks back for an authority, and gets nobody's. */
    private String relayFingerprint(Path data) throws IOException {
        String said = TorCommands.run(
                "",
                "tor",
                List.of(
                        "--list-fingerprint",
                        "--hush",
                        "--defaults-torrc",
                        "/dev/null",
                        "-f",
                        "/dev/null",
                        "--ignore-missing-torrc",
                        "--DataDirectory",
                        data.toString(),
                        "--Nickname",
                        name,
                        "--Address",
                        "127.0.0.1",
                        "--ORPort",
                        "127.0.0.1:1",
                        "--DirAuthority",
                        "nobody 127.0.0.1:1 " + "f".repeat(40)));
        return said.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).replace(" ", ""))
                .findFirst()
                .orElseThrow(() -> new StackFailure("tor told no fingerprint:\n" + said.indent(4)));
    }
}
