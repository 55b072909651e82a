package org.penah.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.penah.stack.process.Jvm;
import org.penah.stack.state.State;

/** Runs a service from its sources, so that it reloads as they change. */
final class DevMode {

    private final Repository repository;
    private final State state;

    DevMode(Repository repository, State state) {
        this.repository = repository;
        this.state = state;
    }

    /** Maven, with the same environment that the jar would get. */
    ProcessBuilder command(String service, Map<String, String> environment) throws IOException {
        Path temporary = Files.createDirectories(state.folder("tmp").resolve(service));
        Map<String, String> whole = new HashMap<>(environment);
        whole.put("JAVA_HOME", System.getProperty("java.home"));
        // -am: the libraries come from their sources too, and reload with the service.
        ProcessBuilder maven = new ProcessBuilder(List.of(
                "mvn",
                "-B",
                "-ntp",
                "-f",
                repository.root().resolve("pom.xml").toString(),
                "-pl",
                service + "-service",
                "-am",
                "-DskipTests",
                "-Dquarkus.console.enabled=false",
                "-Ddebug=false",
                "-Djvm.args=-Djava.io.tmpdir=" + temporary,
                "compile",
                "quarkus:dev"));
        return Jvm.withEnvironment(maven.directory(repository.root().toFile()), whole);
    }
}
