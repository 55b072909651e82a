package org.penah.stack.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.penah.stack.process.OtherPrograms;

/** Looks at the machine of an installed server: its rules against neighbours, its disks, and the certificate of partners' way in. */
final class ServerMachine {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As penah-neighbours sets them; its third lets something through. */
    private static final List<String> RULES = List.of(
            "-w -t raw -C PREROUTING ! -i lo -d 127.0.0.0/8 -j DROP",
            "-w -t mangle -C FORWARD ! -i br-+ -m conntrack ! --ctstate DNAT,ESTABLISHED,RELATED -j DROP");

    private static final String SET_RULES =
            "Other machines of this network segment may get in (docs/install.md): ./penah server units";

    private static final long GIB = 1L << 30;

    /** A backup leaves as much; below it the form soon closes and databases end. */
    private static final long TOO_LITTLE = 2 * GIB;

    private static final long LITTLE = 5 * GIB;
    private static final int DAYS_TO_RENEW = 21;

    private final OtherPrograms programs;
    private final Path home;
    private final Path backups;
    private final Clock clock;
    private final ToLongFunction<Path> free;

    /**
     * @param backups need not exist
     * @param free bytes that are free where a folder is
     */
    ServerMachine(OtherPrograms programs, Path home, Path backups, Clock clock, ToLongFunction<Path> free) {
        this.programs = programs;
        this.home = home;
        this.backups = backups;
        this.clock = clock;
        this.free = free;
    }

    List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>(List.of(neighbours(), disk("disk", volumes())));
        if (Files.exists(backups)) {
            findings.add(disk("backups' disk", backups));
        }
        Path certificate = home.resolve("tls/certificate.pem");
        if (Files.exists(certificate)) {
            findings.add(certificate(certificate));
        }
        return findings;
    }

    private Finding neighbours() throws IOException {
        for (String rule : RULES) {
            if (programs.ask(PATIENCE, "iptables", rule.split(" ", -1)).isEmpty()) {
                return Finding.warn(
                        "neighbours",
                        "a rule that keeps them from containers is missing, or only root sees it",
                        SET_RULES);
            }
        }
        return Finding.ok("neighbours", "reach no container but by published ports");
    }

    private Path volumes() throws IOException {
        return programs.ask(PATIENCE, "docker", "info", "--format", "{{.DockerRootDir}}")
                .filter(said -> !said.isBlank())
                .map(Path::of)
                .orElse(home);
    }

    private Finding disk(String subject, Path folder) {
        long bytes = free.applyAsLong(folder);
        String found = "%.1f GiB are free in %s".formatted((double) bytes / GIB, folder);
        String remedy = "Give it a larger one, or delete what is not Penah's. On a full disk the form closes.";
        if (bytes < TOO_LITTLE) {
            return Finding.bad(subject, found, remedy);
        }
        return bytes < LITTLE ? Finding.warn(subject, found, remedy) : Finding.ok(subject, found);
    }

    private Finding certificate(Path file) {
        String subject = "certificate";
        String remedy =
                "Partners reach nothing with one that has ended. Put a new one into %s, then: docker compose --env-file %s/env -f stack/compose.yaml restart partners-way-in"
                        .formatted(file.getParent(), home);
        try (InputStream pem = Files.newInputStream(file)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            LocalDate end = LocalDate.ofInstant(first.getNotAfter().toInstant(), ZoneOffset.UTC);
            String found = "of partners' way in ends on " + end;
            if (!first.getNotAfter().toInstant().isAfter(clock.instant())) {
                return Finding.bad(subject, found, remedy);
            }
            return end.isBefore(LocalDate.now(clock).plusDays(DAYS_TO_RENEW))
                    ? Finding.warn(subject, found, remedy)
                    : Finding.ok(subject, found);
        } catch (IOException | CertificateException unreadable) {
            return Finding.bad(subject, "%s cannot be read as a certificate".formatted(file), remedy);
        }
    }
}
