package org.penah.stack.system.crash;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.penah.stack.Stack;
import org.penah.stack.process.Program;
import org.penah.stack.process.Progress;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Port;
import org.penah.stack.system.BuiltService;

/** Some processes of the built notify-service beside each other: {@code notify-1} and so on. */
final class Notifiers implements AutoCloseable {

    private final Supervisor supervisor;
    private final List<Program> programs = new ArrayList<>();
    private final List<URI> urls = new ArrayList<>();
    private final Set<String> dead = new ConcurrentSkipListSet<>();

    /** A stack of what notify-service needs, and nothing else. */
    static Stack stack(Path state, Progress progress) throws IOException {
        return Stack.prepare(
                new Stack.Options(
                        state,
                        true,
                        false,
                        Set.of("intake", "triage", "notify", "keycloak", "partner", "null-partner", "canary"),
                        Set.of(),
                        false),
                progress);
    }

    /**
     * Makes them; none is started yet.
     *
     * @param folder holds {@code partners.json}; files for partners are written to {@code credentials} there
     * @param others settings of all of them
     */
    Notifiers(Stack stack, Path folder, int count, Map<String, String> others, Progress progress) throws IOException {
        supervisor = new Supervisor(stack.state(), progress);
        Files.createDirectories(folder.resolve("credentials"));
        for (int i = 1; i <= count; i++) {
            String name = "notify-" + i;
            Map<String, String> settings = new HashMap<>(BuiltService.freePorts());
            settings.put(
                    "quarkus.datasource.reactive.url",
                    // PostgreSQL tells by it whom it holds up.
                    "postgresql://127.0.0.1:%d/notify?application_name=%s"
                            .formatted(stack.ports().of(Port.POSTGRES), name));
            // The stack's PostgreSQL has 60 connections.
            settings.put("quarkus.datasource.reactive.max-size", "12");
            settings.put(
                    "penah.partners.import-file",
                    folder.resolve("partners.json").toString());
            settings.put(
                    "penah.partners.export-directory",
                    folder.resolve("credentials").toString());
            settings.putAll(others);
            programs.add(BuiltService.of(stack, "notify", name, settings));
            urls.add(URI.create("http://127.0.0.1:" + settings.get("quarkus.http.port") + "/partner/acknowledgements"));
            dead.add(name);
        }
    }

    /** Starts those that are dead, all at once, and waits until they are ready. */
    void startAll() {
        programs.stream()
                .filter(program -> dead.remove(program.name()))
                .map(program -> CompletableFuture.runAsync(() -> supervisor.startAgain(program)))
                .toList()
                .forEach(CompletableFuture::join);
    }

    /** Begins to start a dead one; ends when it is ready or, as the test may have seen to, dead again. */
    CompletableFuture<Void> begin(String name) {
        Program program = programs.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        dead.remove(name);
        return CompletableFuture.runAsync(() -> supervisor.startAgain(program)).exceptionally(died -> {
            dead.add(name);
            return null;
        });
    }

    /** Kills one with SIGKILL. */
    void kill(String name) {
        supervisor.kill(name);
        dead.add(name);
    }

    /** Where one of them takes answers. */
    URI url(int which) {
        return urls.get(which % urls.size());
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
