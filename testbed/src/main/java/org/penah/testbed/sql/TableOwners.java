package org.penah.testbed.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads which packages of a service name which table in SQL or HQL, so that a test can hold each table to one package.
 *
 * <p>It reads string literals: a table whose name is put together from parts is not seen.
 */
public final class TableOwners {

    private static final Pattern CREATED =
            Pattern.compile("create (?:unlogged )?table (?:if not exists )?(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?m)^\\s*//[^\\n]*$", Pattern.DOTALL);
    private static final Pattern LITERAL =
            Pattern.compile("\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("\\b(?:from|join|into|update)\\s+(\\w+)");
    private static final Pattern ENTITY = Pattern.compile("@Entity\\b");
    private static final Pattern TABLE = Pattern.compile("@Table\\(name = \"(\\w+)\"\\)");

    private TableOwners() {}

    /**
     * The packages that name each table, both in order; a table that only a library uses has none.
     *
     * @param main the folder with {@code java} and {@code resources/db/migration} of a service
     */
    public static Map<String, Set<String>> of(Path main) {
        Map<String, Set<String>> owners = new TreeMap<>();
        for (Path migration : files(main.resolve("resources/db/migration"), ".sql")) {
            CREATED.matcher(read(migration))
                    .results()
                    .forEach(table -> owners.put(table.group(1).toLowerCase(Locale.ROOT), new TreeSet<>()));
        }
        List<Path> sources = files(main.resolve("java"), ".java");
        Map<String, String> entities = new TreeMap<>();
        for (Path source : sources) {
            String text = read(source);
            if (ENTITY.matcher(text).find()) {
                String entity = source.getFileName().toString().replace(".java", "");
                Matcher table = TABLE.matcher(text);
                entities.put(entity, table.find() ? table.group(1) : snakeCase(entity));
                add(owners, entities.get(entity), main, source);
            }
        }
        for (Path source : sources) {
            LITERAL.matcher(COMMENT.matcher(read(source)).replaceAll(""))
                    .results()
                    .flatMap(literal -> NAMED.matcher(literal.group()).results())
                    .map(named -> named.group(1))
                    .forEach(name -> add(owners, entities.getOrDefault(name, name), main, source));
        }
        return owners;
    }

    private static void add(Map<String, Set<String>> owners, String table, Path main, Path source) {
        if (owners.containsKey(table)) {
            String folder = main.resolve("java").relativize(source.getParent()).toString();
            owners.get(table).add(folder.replace('/', '.'));
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
