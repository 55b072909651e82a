package org.penah.intake.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.Future;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.penah.intake.blob.BlobUpload;
import org.penah.intake.keys.QueueKey;
import org.penah.intake.multipart.PartTarget;
import org.penah.sealing.age.HybridIdentity;

/** A tip's bytes pass eight classes from the socket to the disk and none of them twice, as {@code docs/architecture.md} says. */
class TipPathTest {

    private static final Pattern PATH = Pattern.compile("Each byte goes one way \\(`TipPathTest`\\):([^.]*)\\.");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.penah.intake");

    private final List<String> path = path();

    @Test
    void the_page_names_eight() {
        assertThat(path).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void two_filters_stand_before_every_route() {
        assertThat(callersOf(Route.class, "order")).containsExactlyInAnyOrderElementsOf(path.subList(0, 2));
    }

    @Test
    void the_route_hands_the_bytes_of_a_file_to_its_seal_and_nobody_else_does() {
        // When
        Set<String> sealed = OURS.stream()
                .filter(type -> type.isAssignableTo(PartTarget.class) && type.isAssignableTo(PendingTip.class))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

        // Then
        assertThat(callersOf(PartTarget.class, "write")).containsExactly(path.get(3));
        assertThat(OURS.stream().filter(type -> type.getSimpleName().equals(path.get(3))))
                .singleElement()
                .satisfies(type -> assertThat(
                                type.getEnclosingClass().orElseThrow().getSimpleName())
                        .isEqualTo(path.get(2)));
        assertThat(sealed).contains(path.get(4));
    }

    @Test
    void from_the_seal_to_the_store_each_calls_the_next() throws IOException {
        // Given
        List<String> passed = new ArrayList<>();
        ServerSealedTip tip = new ServerSealedTip(
                new QueueKey("general", 1, HybridIdentity.generate().recipient()),
                UUID.randomUUID(),
                new Disk(passed),
                new UploadBounds(1 << 20, 1, -1));
        tip.beginFile("a.txt", "text/plain");
        passed.clear();

        // When
        tip.write(new byte[100_000], 0, 100_000);

        // Then
        assertThat(passed).isEqualTo(path.subList(4, 7));
        assertThat(OURS.stream().filter(type -> type.isAssignableTo(BlobUpload.class)))
                .extracting(JavaClass::getSimpleName)
                .contains(path.get(7));
    }

    private static List<String> path() {
        try {
            Matcher list = PATH.matcher(Files.readString(Path.of("../docs/architecture.md")));
            assertThat(list.find()).isTrue();
            return NAME.matcher(list.group(1))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Set<String> callersOf(Class<?> type, String method) {
        return OURS.stream()
                .flatMap(ours -> ours.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(type)
                        && call.getName().equals(method))
                .map(JavaAccess::getOriginOwner)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    }

    /** Notes which of our classes each write came through: the first to the last, one after the other once. */
    private record Disk(List<String> passed) implements BlobUpload {

        @Override
        public void write(byte[] sealed) {
            List<String> classes = StackWalker.getInstance()
                    .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                            .filter(name -> name.startsWith("org.penah.") && !name.contains("TipPathTest"))
                            .map(name -> name.substring(name.lastIndexOf('.') + 1))
                            .collect(Collectors.toCollection(ArrayList::new)));
            Collections.reverse(classes);
            List<String> hops = new ArrayList<>();
            for (String name : classes) {
                if (hops.isEmpty() || !hops.get(hops.size() - 1).equals(name)) {
                    hops.add(name);
                }
            }
            passed.clear();
            passed.addAll(hops);
        }

        @Override
        public boolean full() {
            return false;
        }

        @Override
        public void whenRoom(Runnable resume) {
            resume.run();
        }

        @Override
        public Future<Void> deliver() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> complete() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> discard() {
            return Future.succeededFuture();
        }
    }
}
