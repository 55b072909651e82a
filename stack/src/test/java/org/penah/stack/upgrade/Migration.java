package org.penah.stack.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What in a migration's text would break the code that still runs while it is applied, or stop it for long.
 *
 * <p>A statement that only looks so carries a comment that begins with {@value #EXCUSE} and says why.
 */
record Migration(String sql) {

    static final String EXCUSE = "-- while old code runs:";

    private static final Pattern FUNCTION_BODY = Pattern.compile("(?s)\\$\\$.*?\\$\\$");
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern END = Pattern.compile(";");
    private static final Pattern CREATED = Pattern.compile("create table (\\w+)");
    private static final Pattern NAMED = Pattern.compile(
            "^(?:alter table|update|delete from) (?:only )?(\\w+)|^create (?:unique )?index .*?\\bon (\\w+)");

    /** Of every table, even one that is new here: old code does not wait for a migration to end. */
    private static final Map<String, Pattern> ALWAYS = Map.of(
            "takes away what old code uses",
            Pattern.compile("^drop (?!trigger|index)|\\bdrop column\\b|\\brename\\b|^truncate|^revoke"),
            "changes a column under old code",
            Pattern.compile("\\balter column \\w+ (set data )?type\\b|\\balter column \\w+ set not null\\b"),
            "keeps others out",
            Pattern.compile("^lock "));

    /** Of a table that has rows. */
    private static final Map<String, Pattern> OF_FULL_TABLES = Map.of(
            "a column that old code does not fill in",
            Pattern.compile(
                    "\\badd column (?:(?!\\badd column\\b|\\bdefault\\b).)*(?<!is )not null\\b(?:(?!\\badd column\\b|\\bdefault\\b).)*(?:$|\\badd column\\b)"),
            "reads the whole table under a lock, or refuses what old code writes",
            Pattern.compile(
                    "\\badd (constraint \\w+ )?(check|unique|foreign key|exclude|primary key)\\b(?!.*\\bnot valid\\b)"),
            "writers wait for the index",
            Pattern.compile("^create (unique )?index (?!concurrently)"),
            "writes many rows at once",
            Pattern.compile("^(update|delete from) "));

    /** One sentence for each. */
    List<String> faults() {
        List<String> created = CREATED.matcher(plain(sql))
                .results()
                .map(found -> found.group(1))
                .toList();
        List<String> faults = new ArrayList<>();
        String statements = COMMENT.matcher(FUNCTION_BODY.matcher(sql).replaceAll("''"))
                .replaceAll(comment -> Matcher.quoteReplacement(comment.group().replace(';', ',')));
        END.splitAsStream(statements)
                .filter(statement -> !statement.contains(EXCUSE))
                .forEach(statement -> faults.addAll(faults(plain(statement), created)));
        return faults;
    }

    private static List<String> faults(String statement, List<String> created) {
        List<String> faults = new ArrayList<>(faults(statement, ALWAYS));
        boolean isNew = NAMED.matcher(statement).results().map(Migration::table).anyMatch(created::contains);
        if (!isNew) {
            faults.addAll(faults(statement, OF_FULL_TABLES));
        }
        return faults;
    }

    private static List<String> faults(String statement, Map<String, Pattern> rules) {
        return rules.entrySet().stream()
                .filter(rule -> rule.getValue().matcher(statement).find())
                .map(rule -> rule.getKey() + ": " + statement)
                .sorted()
                .collect(Collectors.toList());
    }

    private static String table(MatchResult named) {
        return named.group(1) == null ? named.group(2) : named.group(1);
    }

    /** Lower case, on one line, without comments. */
    private static String plain(String text) {
        return COMMENT.matcher(text)
                .replaceAll("")
                .replaceAll("\\s+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
