package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.stack.process.OtherPrograms;

/** Checks a server's swap, its clock and its tor. */
final class Machine {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Path SWAPS = Path.of("/proc/swaps");
    private static final Pattern IN_MEMORY_OR_ENCRYPTED = Pattern.compile("zram|dm-");
    private static final Pattern TOR_VERSION =
            Pattern.compile("^Tor version (\\d+)\\.(\\d+)\\.(\\d+)[\\d.]*", Pattern.MULTILINE);

    private final OtherPrograms programs;

    Machine(OtherPrograms programs) {
        this.programs = programs;
    }

    List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (Files.isReadable(SWAPS)) {
            findings.add(swap(Files.readString(SWAPS)));
        }
        // A limit of ours is inherited by whom we ask.
        programs.ask(PATIENCE, "sh", "-c", "ulimit -c").map(Machine::dumps).ifPresent(findings::add);
        programs.ask(PATIENCE, "timedatectl", "show", "--property=NTPSynchronized", "--value")
                .filter("no"::equals)
                .map(no -> Finding.warn(
                        "clock",
                        "is not synchronised with a time server",
                        "Signatures and due times need it accurate to the minute."))
                .ifPresent(findings::add);
        findings.add(tor());
        return findings;
    }

    /** @param swaps what the kernel lists: a line of titles, then one for each */
    static Finding swap(String swaps) {
        boolean reachesDisk = swaps.lines()
                .skip(1)
                .map(line -> line.split("\\s", -1)[0])
                .anyMatch(name -> !IN_MEMORY_OR_ENCRYPTED.matcher(name).find());
        return reachesDisk
                ? Finding.warn(
                        "swap",
                        "memory can reach a disk through swap",
                        "On a server: swapoff, or swap encrypted with a new key at each boot.")
                : Finding.ok("swap", "memory does not reach a disk");
    }

    private static Finding dumps(String limit) {
        return limit.equals("0")
                ? Finding.ok("dumps", "crashing programs leave no memory dump")
                : Finding.warn(
                        "dumps",
                        "a crashing program leaves its memory on disk",
                        "On a server: ulimit -c 0 (systemd: LimitCORE=0).");
    }

    private Finding tor() throws IOException {
        Optional<String> said = programs.ask(PATIENCE, "tor", "--version");
        Matcher version = TOR_VERSION.matcher(said.orElse(""));
        if (!version.find()) {
            return Finding.warn("tor", "is not there", "Only --tor needs it (Debian: tor).");
        }
        String found = version.group().substring("Tor version ".length()).replaceFirst("\\.$", "");
        boolean works = programs.ask(PATIENCE, "tor", "--list-modules")
                .filter(modules -> modules.lines().anyMatch("pow: yes"::equals))
                .isPresent();
        return isNewEnough(version.toMatchResult()) && works
                ? Finding.ok("tor", found + ", with its proof of work")
                : Finding.warn("tor", found + " has no proof of work", "Install tor 0.4.8 or newer, built with it.");
    }

    /** 0.4.8 */
    private static boolean isNewEnough(MatchResult version) {
        int[] wanted = {0, 4, 8};
        for (int i = 0; i < wanted.length; i++) {
            int compared = Integer.compare(Integer.parseInt(version.group(i + 1)), wanted[i]);
            if (compared != 0) {
                return compared > 0;
            }
        }
        return true;
    }
}
