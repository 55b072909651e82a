package org.penah.stack.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.penah.stack.server.Backups;
import org.penah.stack.server.Installation;

/** Looks for what nobody misses until it is needed: the program that wakes somebody, the beat, and backups. */
final class Precautions {

    /** Where the timers look for their two programs. */
    static final Path PROGRAMS = Path.of("/usr/local/bin");

    static final String ALARM = "wake-somebody";
    private static final String BEAT = "beat";
    private static final String BACKUP = "backup";

    /** Which of them the operator does without. */
    private static final String WITHOUT = "PENAH_WITHOUT";

    private static final String GUIDE = "docs/operations.md#on-one-server";
    /** A timer makes the first one in the night after the installation. */
    private static final int GRACE_DAYS = 2;

    /** Then it lacks more than sources are told that a backup keeps. */
    private static final int WEEK = 7;

    private final Installation installation;
    private final Backups backups;
    private final Path programs;
    private final Clock clock;

    /** @param programs the folder of the two programs; need not exist */
    Precautions(Installation installation, Backups backups, Path programs, Clock clock) {
        this.installation = installation;
        this.backups = backups;
        this.programs = programs;
        this.clock = clock;
    }

    List<Finding> findings() throws IOException {
        Set<String> without = installation
                .setting(WITHOUT)
                .map(names -> Stream.of(names.split(",")).map(String::strip).collect(Collectors.toSet()))
                .orElse(Set.of());
        return List.of(
                without.contains(ALARM) ? unwanted(ALARM) : alarm(),
                without.contains(BEAT) ? unwanted(BEAT) : beat(),
                without.contains(BACKUP) ? unwanted(BACKUP) : backup());
    }

    private Finding unwanted(String name) {
        return Finding.ok(name, "none, as %s of %s has it".formatted(WITHOUT, installation.settings()));
    }

    private Finding alarm() {
        return isThere(ALARM)
                ? Finding.ok(ALARM, "is there; try it: ./penah server status --ring")
                : Finding.bad(
                        ALARM,
                        "is missing, so nothing wakes anybody at night: neither an alarm nor a failed backup",
                        how(ALARM, "has three of them"));
    }

    private Finding beat() {
        return isThere(BEAT)
                ? Finding.ok(BEAT, "is there")
                : Finding.warn(BEAT, "is missing, so nobody hears of it if this machine is off", how(BEAT, "has one"));
    }

    private boolean isThere(String program) {
        return Files.isExecutable(programs.resolve(program));
    }

    /** The age of the last backup that is whole. */
    private Finding backup() throws IOException {
        List<LocalDate> whole = backups.whole();
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        String how = how(BACKUP, "says how to make one each night: ./penah server backup");
        if (whole.isEmpty()) {
            String none = "none is in " + backups.folder();
            return isNew(today)
                    ? Finding.warn(BACKUP, none, how)
                    : Finding.bad(BACKUP, none + ": with this disk every tip would be lost", how);
        }
        LocalDate last = whole.get(whole.size() - 1);
        if (last.isAfter(today)) {
            return Finding.warn(
                    BACKUP,
                    "there is one of %s, which is to come".formatted(last),
                    "The clock was wrong, or is. Set it and look again. Delete %s only after ./penah server backup has made a whole one with the right clock"
                            .formatted(backups.folder().resolve(last.toString())));
        }
        String age = "the last whole one is of " + last;
        if (last.isBefore(today.minusDays(WEEK))) {
            return Finding.bad(BACKUP, age, how);
        }
        return last.isBefore(today.minusDays(GRACE_DAYS)) ? Finding.warn(BACKUP, age, how) : Finding.ok(BACKUP, age);
    }

    /** The installation makes this file once. */
    private boolean isNew(LocalDate today) throws IOException {
        Path made = installation.home().resolve("realm.json");
        return Files.exists(made)
                && !LocalDate.ofInstant(Files.getLastModifiedTime(made).toInstant(), ZoneOffset.UTC)
                        .isBefore(today.minusDays(GRACE_DAYS));
    }

    private String how(String name, String what) {
        return "%s %s. If you do without on purpose: %s=%s in %s"
                .formatted(GUIDE, what, WITHOUT, name, installation.settings());
    }
}
