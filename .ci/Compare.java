import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

/**
 * Compares two builds file by file: {@code java .ci/Compare.java A B}. Exits with 1 and names what differs.
 *
 * <p>Two files of each service may differ in bytes: docs/releasing.md says why. Quarkus writes the entries of {@code
 * generated-bytecode.jar} and {@code transformed-bytecode.jar} in one order, but some of their classes with their
 * statements in an order, and with invented names, that change from build to build. Each such class must have the same members, annotations and
 * instructions in both builds, whatever their order.
 */
public final class Compare {

    private static final Pattern ORDER_MAY_DIFFER =
            Pattern.compile("[a-z]+-service/target/quarkus-app/quarkus/(generated|transformed)-bytecode\\.jar");

    /** What Quarkus and Byte Buddy number or draw by lot. */
    private static final Map<Pattern, String> INVENTED = Map.of(
            Pattern.compile("proxykey\\d+"), "proxykey",
            Pattern.compile("cachedValue\\$\\w{8}\\$"), "cachedValue\\$",
            Pattern.compile("(SharedConfig\\.|ConfigClass |ConfigClass;? ?)?configClass\\$\\d+"), "$1configClass",
            Pattern.compile("mapping\\$\\d+"), "mapping",
            Pattern.compile("conv\\$\\d+"), "conv");

    /** Numbers that depend on the order: places in the constant pool, in the code and among local variables. */
    private static final Pattern PLACES = Pattern.compile(
            "^\\d+: (?=[a-z])|#\\d+[:.,]?|(?<=^default: )\\d+|(?<=^-?\\d{1,11}: )\\d+$|(?<=^(goto|if\\w{1,10}|jsr) )\\d+|(?<=^(goto_w) )\\d+");

    private static final Pattern LEFT_OUT = Pattern.compile(
            "^(Classfile|Last modified|SHA-256|Compiled from|LineNumberTable|line \\d+|StackMapTable|frame_type|offset_delta|offset_|locals = |stack = |stack=|\\d+: \\(|#\\d+ = |\\d+: #\\d+\\().*|^\\d+: $|^\\d+ +\\d+ +\\d+ .*(?<!any)$");

    private Compare() {}

    public static void main(String[] folders) throws IOException {
        Path one = Path.of(folders[0]);
        Path other = Path.of(folders[1]);
        TreeSet<String> names = new TreeSet<>(files(one));
        names.addAll(files(other));
        int differ = 0;
        int classes = 0;
        for (String name : names) {
            Path a = one.resolve(name);
            Path b = other.resolve(name);
            if (!Files.exists(a) || !Files.exists(b)) {
                System.out.printf("only in %s: %s%n", Files.exists(a) ? one : other, name);
                differ++;
            } else if (!Files.getPosixFilePermissions(a).equals(Files.getPosixFilePermissions(b))) {
                System.out.printf("differs in its rights: %s%n", name);
                differ++;
            } else if (Files.mismatch(a, b) >= 0) {
                if (!ORDER_MAY_DIFFER.matcher(name).matches()) {
                    System.out.printf("differs: %s%n", name);
                    differ++;
                    continue;
                }
                Map<String, byte[]> these = entries(a);
                Map<String, byte[]> those = entries(b);
                if (!List.copyOf(these.keySet()).equals(List.copyOf(those.keySet()))) {
                    System.out.printf("differs in its entries: %s%n", name);
                    differ++;
                    continue;
                }
                for (String entry : these.keySet()) {
                    if (Arrays.equals(these.get(entry), those.get(entry))) {
                        continue;
                    }
                    classes++;
                    if (!entry.endsWith(".class") || !said(these.get(entry)).equals(said(those.get(entry)))) {
                        System.out.printf("differs: %s in %s%n", entry, name);
                        differ++;
                    }
                }
            }
        }
        System.out.printf(
                "%,d files, %d differ; %d classes of Quarkus have the same content in another order%n",
                names.size(), differ, classes);
        if (differ > 0 || names.isEmpty()) {
            System.exit(1);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static Map<String, byte[]> entries(Path jar) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    /** What javap says of a class, without what depends on the order; sorted. */
    private static List<String> said(byte[] bytes) {
        try {
            Path file = Files.write(Files.createTempFile("compare", ".class"), bytes);
            StringWriter said = new StringWriter();
            int exit = ToolProvider.findFirst("javap")
                    .orElseThrow()
                    .run(new PrintWriter(said), new PrintWriter(said), "-p", "-c", "-v", file.toString());
            Files.delete(file);
            if (exit != 0) {
                throw new IllegalStateException(said.toString());
            }
            return said.toString()
                    .lines()
                    .map(String::strip)
                    .filter(line -> !LEFT_OUT.matcher(line).matches())
                    .map(Compare::withoutPlaces)
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutPlaces(String line) {
        String left = PLACES.matcher(line).replaceAll("").strip();
        left = PLACES.matcher(left).replaceAll("").replace("ldc_w", "ldc").replaceAll("\\s+", " ");
        for (Map.Entry<Pattern, String> each : INVENTED.entrySet()) {
            left = each.getKey().matcher(left).replaceAll(each.getValue());
        }
        return left;
    }
}
