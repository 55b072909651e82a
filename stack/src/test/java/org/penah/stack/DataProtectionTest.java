package org.penah.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables that docs/data-protection.md names exist, and no others. */
class DataProtectionTest {

    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern CREATED =
            Pattern.compile("create table (?:if not exists )?([a-z_]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED = Pattern.compile("`([a-z_]+)`(?=[^|]* in (?:intake|triage|notify))");

    @Test
    void the_page_names_every_table_and_no_other() throws IOException {
        // When
        Set<String> named = NAMED.matcher(Files.readString(REPOSITORY.resolve("docs/data-protection.md")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(named).isEqualTo(tables());
    }

    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        for (String migrations : Set.of("intake-service", "triage-service", "notify-service", "outbox")) {
            Path folder = REPOSITORY
                    .resolve(migrations)
                    .resolve("src/main/resources/db")
                    .resolve(migrations.equals("outbox") ? "outbox" : "migration");
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".sql")).toList()) {
                    CREATED.matcher(Files.readString(file))
                            .results()
                            .forEach(found -> tables.add(found.group(1).toLowerCase(Locale.ROOT)));
                }
            }
        }
        return tables;
    }
}
