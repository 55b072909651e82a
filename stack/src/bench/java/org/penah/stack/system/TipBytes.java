package org.penah.stack.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.penah.stack.postgres.Databases;
import org.penah.stack.story.Source;

/** Measures what a tip takes on the disks. */
final class TipBytes {

    private static final int TIPS = 3000;
    private static final int ALONE = 15;
    private static final int TIPS_A_YEAR = 300 * 365;

    private final Databases databases;
    private final Path state;
    private final List<Source> instances;

    /** @param state the folder of the stack */
    TipBytes(Databases databases, Path state, List<Source> instances) {
        this.databases = databases;
        this.state = state;
        this.instances = instances;
    }

    /** Prints the rows of a table. */
    void measure(Connection triage) throws Exception {
        Map<String, Long> before = bytes();
        int tips;
        try (OtherSources others = new OtherSources(instances, 8)) {
            others.sendAll(TIPS);
            tips = others.received();
        }
        TipsAtTheDesk.awaitRest(triage);
        Map<String, Long> after = bytes();
        System.out.printf(
                Locale.ROOT,
                "| on the disks, for each of %d tips of %d letters | KB | a year of 300 a day, if nothing goes |%n|---|---|---|%n",
                tips,
                OtherSources.TEXT.length());
        after.forEach((what, size) -> {
            double each = (size - before.getOrDefault(what, 0L)) / (double) tips;
            if (Math.abs(each) >= 10) {
                System.out.printf(
                        Locale.ROOT, "| %s | %.2f | %.2f GB |%n", what, each / 1e3, each * TIPS_A_YEAR / 1e9);
            }
        });
        List<Long> alone = new ArrayList<>();
        List<Long> nothing = new ArrayList<>();
        try (OtherSources one = new OtherSources(instances, 1)) {
            for (int i = 0; i < ALONE; i++) {
                alone.add(written(triage, one::send));
                nothing.add(written(triage, () -> {}));
            }
        }
        Collections.sort(alone);
        Collections.sort(nothing);
        System.out.printf(
                Locale.ROOT,
                "%nwrite-ahead log of a tip that comes alone behind a checkpoint, and the 2 s behind it: median of %d %.1f KB; of 2 s without one %.1f KB%n%n",
                ALONE,
                alone.get(ALONE / 2) / 1e3,
                nothing.get(ALONE / 2) / 1e3);
    }

    /** Bytes of the write-ahead log from a checkpoint on; PostgreSQL then logs each page whole when it is first touched. */
    private static long written(Connection triage, Runnable deed) throws Exception {
        try (Statement statement = triage.createStatement()) {
            statement.execute("checkpoint");
        }
        long before = position(triage);
        deed.run();
        TimeUnit.SECONDS.sleep(2);
        return position(triage) - before;
    }

    private static long position(Connection triage) throws SQLException {
        return TipsAtTheDesk.number(triage, "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
    }

    /** What takes up room, by what keeps it; the write-ahead log as written, of which PostgreSQL keeps a part. */
    private Map<String, Long> bytes() throws Exception {
        Map<String, Long> bytes = new TreeMap<>();
        for (String name : Databases.NAMES) {
            try (Connection database = databases.connect(name);
                    Statement statement = database.createStatement()) {
                // Rows of events that have left go first: their room is used again.
                statement.execute("vacuum");
                try (ResultSet tables = statement.executeQuery("select relname, pg_table_size(relid), pg_indexes_size(relid)"
                        + " from pg_statio_user_tables where schemaname = 'public'")) {
                    while (tables.next()) {
                        bytes.put("table " + name + "." + tables.getString(1), tables.getLong(2));
                        bytes.put("table " + name + "." + tables.getString(1) + ", indexes", tables.getLong(3));
                    }
                }
                bytes.put("database " + name + ", all of it", TipsAtTheDesk.number(database, "select pg_database_size('" + name + "')"));
                statement.execute("checkpoint");
                bytes.put("write-ahead log, all that was written", position(database));
            }
        }
        for (String folder : List.of("blobs", "broker", "logs")) {
            bytes.put("folder " + folder, size(state.resolve(folder)));
        }
        bytes.put("folder pg_wal", size(state.resolve("postgres/data/pg_wal")));
        return bytes;
    }

    private static long size(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
