package org.penah.testbed.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.penah.testbed.program.Command;

/**
 * A self-signed certificate with its key, which the JDK's {@code keytool} made.
 *
 * @param keyStore PKCS #12, with the one key under the alias {@code server}
 * @param pem the certificate alone, for clients that trust it
 */
public record Certificate(Path keyStore, Path pem) {

    /** For {@link #keyStore} and the key in it. */
    public static final String PASSWORD = "for tests";

    /** Makes one for a host name, with an elliptic curve's key. */
    public static Certificate of(String host) {
        try {
            return make(host, Files.createTempDirectory("certificate"));
        } catch (IOException noRoom) {
            throw new UncheckedIOException(noRoom);
        }
    }

    /** Makes one in a folder. */
    public static Certificate make(String host, Path folder) {
        Certificate certificate = in(folder);
        keytool(
                certificate.keyStore,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host);
        keytool(certificate.keyStore, "-exportcert", "-rfc", "-file", certificate.pem.toString());
        return certificate;
    }

    /** The one that was made in a folder. */
    public static Certificate in(Path folder) {
        return new Certificate(folder.resolve("server.p12"), folder.resolve("server.pem"));
    }

    private static void keytool(Path keyStore, String... arguments) {
        List<String> words = new java.util.ArrayList<>(List.of(arguments));
        words.addAll(List.of("-alias", "server", "-storetype", "PKCS12", "-keystore", keyStore.toString()));
        words.addAll(List.of("-storepass", PASSWORD));
        Command.ofJdk("keytool", words).succeed();
    }
}
