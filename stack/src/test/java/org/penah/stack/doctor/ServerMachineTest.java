package org.penah.stack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.stack.process.FakePrograms;
import org.penah.testbed.tls.Certificate;

/** The machine under an installed server. */
class ServerMachineTest {

    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    private FakePrograms programs;
    private Path home;

    @BeforeEach
    void makeFolders() throws IOException {
        programs = new FakePrograms(Files.createDirectory(folder.resolve("programs")));
        home = Files.createDirectory(folder.resolve("etc"));
    }

    /** Each rule that drops something is asked for in the same words. */
    @Test
    void the_rules_of_the_unit_are_those_that_are_asked_for() throws Exception {
        // Given
        Path asked = folder.resolve("asked");
        programs.place("iptables", "echo \"$*\" >> '" + asked + "'");

        // When
        Finding finding = finding("neighbours");

        // Then
        assertThat(finding.status()).isEqualTo(Finding.Status.OK);
        assertThat(Pattern.compile("^rule (\\S+) (\\S+) (.* -j DROP)$", Pattern.MULTILINE)
                        .matcher(Files.readString(Path.of("src/main/resources/systemd/penah-neighbours")))
                        .results()
                        .map(rule -> "-w -t %s -C %s %s".formatted(rule.group(1), rule.group(2), rule.group(3))))
                .hasSize(2)
                .containsExactlyElementsOf(Files.readAllLines(asked));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "mangle", "raw mangle"})
    void a_rule_that_is_missing_is_told(String missing) throws Exception {
        // Given
        programs.place("iptables", "case ' %s ' in *\" $3 \"*) exit 1 ;; esac".formatted(missing));

        // Then
        assertThat(finding("neighbours").status()).isEqualTo(Finding.Status.WARN);
        assertThat(finding("neighbours").remedy()).contains("./penah server units");
    }

    @ParameterizedTest
    @CsvSource({"20, OK", "5, OK", "4, WARN", "2, WARN", "1, BAD"})
    void a_disk_that_is_nearly_full_is_told(long gib, Finding.Status status) throws Exception {
        // Given
        programs.place("docker", "echo /data/docker");

        // When
        Finding finding = look(Clock.systemUTC(), gib * GIB, "disk");

        // Then
        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.found()).isEqualTo("%d.0 GiB are free in /data/docker".formatted(gib));
        Files.createDirectory(folder.resolve("backups"));
        assertThat(look(Clock.systemUTC(), gib * GIB, "backups' disk").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"-40, OK", "-20, WARN", "0, BAD", "3, BAD"})
    void the_end_of_partners_certificate_is_told(int days, Finding.Status status) throws Exception {
        // Given
        Path pem = Certificate.make("alerts", Files.createDirectory(folder.resolve("made")))
                .pem();
        Path certificate =
                Files.copy(pem, Files.createDirectory(home.resolve("tls")).resolve("certificate.pem"));
        Instant end = end(certificate);

        // When
        Finding finding = look(Clock.fixed(end.plus(Duration.ofDays(days)), ZoneOffset.UTC), 9 * GIB, "certificate");

        // Then
        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.found()).contains(end.toString().substring(0, 10));
        Files.writeString(certificate, "none");
        assertThat(finding("certificate").status()).isEqualTo(Finding.Status.BAD);
    }

    private static Instant end(Path certificate) throws Exception {
        try (var pem = Files.newInputStream(certificate)) {
            return ((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem))
                    .getNotAfter()
                    .toInstant();
        }
    }

    private Finding finding(String subject) throws IOException {
        return look(Clock.systemUTC(), 9 * GIB, subject);
    }

    private Finding look(Clock clock, long free, String subject) throws IOException {
        return new ServerMachine(programs.alone(), home, folder.resolve("backups"), clock, place -> free)
                .findings().stream()
                        .filter(finding -> finding.subject().equals(subject))
                        .findFirst()
                        .orElseThrow();
    }
}
