package org.penah.stack.k8s;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.penah.testbed.program.Command;

/**
 * Signs certificates, as the cluster's issuer {@code penah-internal} does.
 *
 * @param folder holds {@code ca.crt} and the authority's key
 */
record Authority(Path folder) {

    /** A new one; skips the test, and says so, where there is no {@code openssl}. */
    static Authority make(Path folder) throws Exception {
        Files.createDirectories(folder);
        Authority authority = new Authority(folder);
        request(folder.resolve("ca.key"), authority.certificate(), "authority");
        return authority;
    }

    /** The certificate to trust. */
    Path certificate() {
        return folder.resolve("ca.crt");
    }

    /**
     * Makes {@code tls.crt} and {@code tls.key} in a folder, beside the {@code ca.crt} of an authority that its owner trusts: what
     * a pod finds in {@code /etc/penah/broker}.
     *
     * @param usage {@code serverAuth} or {@code clientAuth}
     */
    Path sign(String name, String usage, Authority trusted) throws Exception {
        Path own = Files.createDirectories(folder.resolve(name));
        request(
                own.resolve("tls.key"),
                own.resolve("tls.crt"),
                name,
                "-CA",
                certificate().toString(),
                "-CAkey",
                folder.resolve("ca.key").toString(),
                "-addext",
                "basicConstraints=CA:FALSE",
                "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-addext",
                "extendedKeyUsage=" + usage);
        Files.copy(trusted.certificate(), own.resolve("ca.crt"));
        return own;
    }

    private static void request(Path key, Path certificate, String name, String... others) {
        List<String> words = new ArrayList<>(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-noenc",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
        words.addAll(List.of(others));
        Command.orSkip(words).succeed();
    }
}
