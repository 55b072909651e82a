package org.penah.testbed.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableOwnersTest {

    @TempDir
    Path main;

    @Test
    void packages_are_found_by_entities_sql_and_hql_and_not_by_comments() throws IOException {
        // Given
        write("resources/db/migration/V1__all.sql", "create table tip (id int); create table queue_key (id int);");
        write("java/a/QueueKey.java", "@Entity class QueueKey {}");
        write("java/b/Hql.java", "class Hql { String q = \"select k from QueueKey k\"; }");
        write("java/c/Sql.java", "class Sql { String q = \"\"\"\n with x as (delete from tip) select 1\"\"\"; }");
        write("java/e/Below.java", "class Below {\n // why\n String q = \"update tip set id = 1\"; }");
        write("java/d/Comment.java", "/** \"select 1 from tip\" */ class Comment {\n // \"update tip\"\n}");

        // When
        var owners = TableOwners.of(main);

        // Then
        assertThat(owners).containsOnly(entry("tip", "c", "e"), entry("queue_key", "a", "b"));
    }

    private static Map.Entry<String, Set<String>> entry(String table, String... packages) {
        return Map.entry(table, Set.of(packages));
    }

    private void write(String name, String text) throws IOException {
        Path file = main.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
