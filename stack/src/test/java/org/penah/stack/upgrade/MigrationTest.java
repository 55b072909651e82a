package org.penah.stack.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every migration after the first may run while the old code does. */
class MigrationTest {

    private static final List<String> SERVICES = List.of("intake-service", "notify-service", "triage-service");

    private static final Pattern NUMBER = Pattern.compile("V([0-9]+)__.*\\.sql");

    @TestFactory
    Stream<DynamicTest> migrations() {
        return Stream.concat(SERVICES.stream().flatMap(MigrationTest::of), ofOutbox())
                .map(file -> DynamicTest.dynamicTest(
                        file.subpath(1, 2) + " " + file.getFileName(),
                        () -> assertThat(new Migration(Files.readString(file)).faults())
                                .isEmpty()));
    }

    /** Those of the outbox after its first. */
    private static Stream<Path> ofOutbox() {
        try (var files = Files.list(Path.of("..", "outbox/src/main/resources/db/outbox"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("V0_1__")).toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> of(String service) {
        try (var files = Files.list(Path.of("..", service, "src/main/resources/db/migration"))) {
            return files
                    .filter(file -> NUMBER.matcher(file.getFileName().toString())
                            .results()
                            .anyMatch(found -> !found.group(1).equals("1")))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table tip drop column day;",
                "alter table tip rename column day to days;",
                "alter table tip rename to tips;",
                "drop table tip;",
                "drop function note_answer(uuid);",
                "create table t (a int); truncate tip;",
                "revoke select on tip from x;",
                "alter table tip alter column day type text;",
                "alter table tip alter column day set not null;",
                "lock table tip in exclusive mode;",
                "alter table tip add column a int not null;",
                "alter table tip add column a int not null, add column b int not null default 1;",
                "alter table tip add column a int default 1, add column b int not null;",
                "alter table tip add check (a > 1);",
                "alter table tip\n  -- a word\n  drop constraint x, add constraint x check (a in ('b'));",
                "create unique index on tip (day);",
                "create table other (a int); create index tip_day on tip (day);",
                "update tip set day = now();",
                "delete from tip;"
            })
    void what_old_code_does_not_survive_is_found(String sql) {
        assertThat(new Migration(sql).faults()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table t (a int not null check (a > 1)); create index on t (a); alter table t add check (a < 9);",
                "alter table tip add column a int not null default 1, add column b text;",
                "alter table tip add column a int default 1 not null;",
                "alter table tip add constraint x check (a > 1) not valid;",
                "alter table tip add column a date, add constraint x check ((a is null) = (b is not null)) not valid;",
                "alter table tip -- not old; add check (a)\n add column a date;",
                "alter table tip alter column day drop not null;",
                "create index concurrently tip_day on tip (day);",
                "drop index tip_day;",
                "create or replace function f() returns void language sql as $$ update tip set a = 1; delete from tip; $$;",
                "-- while old code runs: the table is empty until somebody has signed in\ndelete from tip;"
            })
    void what_it_survives_is_not(String sql) {
        assertThat(new Migration(sql).faults()).isEmpty();
    }
}
