package org.penah.stack.canary;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyInputStream;

/** Reads everything once and tells where the canary is, in which form. */
public final class CanarySearch {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final String TABLES = "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
            + " FROM information_schema.tables"
            + " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')";

    private final Map<String, byte[]> forms;
    private final int longest;

    /** For each pair of bytes whether a form begins with it: one look decides about nearly every position. */
    private final boolean[] beginnings = new boolean[1 << 16];

    private final List<String> findings = new ArrayList<>();
    private long bytesRead;
    private int placesRead;

    public CanarySearch(Canary canary) {
        this.forms = canary.forms();
        this.longest =
                forms.values().stream().mapToInt(form -> form.length).max().orElseThrow();
        forms.values().forEach(form -> beginnings[pair(form, 0)] = true);
    }

    /** Every file below a folder, by name and content; links are not followed. */
    public void files(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                stream("the name of " + path.getFileName(), nameOf(path));
                try (InputStream content = Files.newInputStream(path)) {
                    stream(folder.relativize(path).toString(), content);
                } catch (NoSuchFileException gone) {
                    placesRead++; // a live database removes its own files
                }
            }
        }
    }

    private static InputStream nameOf(Path path) {
        return new ByteArrayInputStream(path.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Every row of every table, as a dump writes it; compressed values in the data files show only here. */
    public void database(String name, Connection connection) throws SQLException, IOException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        for (String table : tables) {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            try (InputStream rows = new PGCopyInputStream(postgres, "COPY " + table + " TO STDOUT")) {
                stream("table " + table + " of database " + name, rows);
            }
        }
    }

    void stream(String place, InputStream content) throws IOException {
        placesRead++;
        byte[] buffer = new byte[BUFFER_BYTES];
        int held = 0;
        for (int read = content.read(buffer); read > 0; read = content.read(buffer, held, buffer.length - held)) {
            bytesRead += read;
            int end = held + read;
            search(place, buffer, end);
            held = Math.min(end, longest - 1);
            System.arraycopy(buffer, end - held, buffer, 0, held);
        }
    }

    private void search(String place, byte[] buffer, int end) {
        for (int at = 0; at + 1 < end; at++) {
            if (beginnings[pair(buffer, at)]) {
                compare(place, buffer, at, end);
            }
        }
    }

    private void compare(String place, byte[] buffer, int at, int end) {
        forms.forEach((name, form) -> {
            if (at + form.length <= end && Arrays.equals(buffer, at, at + form.length, form, 0, form.length)) {
                findings.add(place + " (" + name + ")");
            }
        });
    }

    private static int pair(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** Where it was found; empty is what is hoped for. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    /** How much was read, so that a search which read nothing does not look like one that found nothing. */
    public String extent() {
        return "%d files and tables, %d MB".formatted(placesRead, bytesRead >> 20);
    }
}
