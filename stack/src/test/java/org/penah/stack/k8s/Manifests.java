package org.penah.stack.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.penah.testbed.program.Command;

/** What an overlay of {@code k8s} builds to. */
record Manifests(String overlay, List<JsonNode> objects) {

    private static final Path FOLDER = Path.of("../k8s");
    private static final Path MADE = Path.of("target/kustomize");
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob");
    private static final Map<String, Manifests> BUILT = new ConcurrentHashMap<>();

    /** Every overlay; skips the test, and says so, where there is no {@code kubectl}. */
    static Stream<Manifests> all() {
        return Stream.of("single-node", "ha").map(Manifests::of);
    }

    /** The same, and what both build to with the components that an overlay may take in. */
    static Stream<Manifests> allAndComponents() {
        return Stream.concat(
                all(),
                Stream.of("single-node", "ha")
                        .map(overlay -> with(overlay, "restore/databases", "restore/intake", "http-01")));
    }

    static Manifests of(String overlay) {
        return BUILT.computeIfAbsent(
                overlay, name -> build(name, FOLDER.resolve("overlays").resolve(name)));
    }

    static Manifests with(String overlay, String... components) {
        return BUILT.computeIfAbsent(overlay + " with " + String.join(", ", components), name -> {
            Path folder = MADE.resolve(name.replaceAll("\\W+", "-"));
            try {
                Files.createDirectories(folder);
                new YAMLMapper()
                        .writeValue(
                                folder.resolve("kustomization.yaml").toFile(),
                                Map.of(
                                        "apiVersion",
                                        "kustomize.config.k8s.io/v1beta1",
                                        "kind",
                                        "Kustomization",
                                        "resources",
                                        List.of(seenFrom(folder, "overlays/" + overlay)),
                                        "components",
                                        Stream.of(components)
                                                .map(each -> seenFrom(folder, each))
                                                .toList()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return build(name, folder);
        });
    }

    private static String seenFrom(Path folder, String base) {
        return folder.toAbsolutePath()
                .normalize()
                .relativize(FOLDER.resolve(base).toAbsolutePath().normalize())
                .toString();
    }

    private static Manifests build(String overlay, Path folder) {
        String yaml = Command.orSkip("kubectl", "kustomize", folder.toString())
                .showErrors()
                .succeed();
        YAMLMapper mapper = new YAMLMapper();
        try (var documents = mapper.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return new Manifests(overlay, documents.readAll());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Stream<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> object.path("kind").asText().equals(kind));
    }

    /** Deployments and the like. */
    Stream<JsonNode> workloads() {
        return objects.stream()
                .filter(object -> WORKLOADS.contains(object.path("kind").asText()));
    }

    /** Each container, the first ones too, with the workload that it belongs to. */
    void eachContainer(Consumer<Container> look) {
        workloads().forEach(workload -> {
            JsonNode pod = pod(workload);
            Stream.concat(elements(pod.path("initContainers")), elements(pod.path("containers")))
                    .forEach(container -> look.accept(new Container(workload, pod, container)));
        });
    }

    static JsonNode pod(JsonNode workload) {
        boolean scheduled = workload.path("kind").asText().equals("CronJob");
        return workload.at((scheduled ? "/spec/jobTemplate" : "") + "/spec/template/spec");
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static String name(JsonNode object) {
        return "%s %s/%s"
                .formatted(
                        object.path("kind").asText(),
                        object.at("/metadata/namespace").asText(),
                        object.at("/metadata/name").asText());
    }

    @Override
    public String toString() {
        return overlay;
    }

    /** One container of a pod. */
    record Container(JsonNode workload, JsonNode pod, JsonNode spec) {

        @Override
        public String toString() {
            return name(workload) + " container " + spec.path("name").asText();
        }
    }
}
