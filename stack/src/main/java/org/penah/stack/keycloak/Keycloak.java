package org.penah.stack.keycloak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.penah.stack.StackFailure;
import org.penah.stack.process.Jvm;
import org.penah.stack.process.Progress;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.Secrets;
import org.penah.stack.state.State;

/** The sign-in server of the demo. */
public final class Keycloak {

    public static final String CLIENT_SECRET = "keycloak-triage-client";
    public static final String DEMO_PASSWORD = "demo-password";

    /** What Keycloak's own script passes to the JVM and cannot do without. */
    private static final List<String> JVM_FLAGS = List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                    + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED");

    private final Path distribution;
    private final Path realm;
    private final State state;
    private final Ports ports;
    private final Progress progress;

    /**
     * @param distribution the unpacked zip, as the build leaves it
     * @param realm the realm file that is imported when there is no such realm yet
     */
    public Keycloak(Path distribution, Path realm, State state, Ports ports, Progress progress) {
        this.distribution = distribution;
        this.realm = realm;
        this.state = state;
        this.ports = ports;
        this.progress = progress;
    }

    /** Prepares what is missing and returns the command that serves until TERM. */
    public ProcessBuilder prepare() throws IOException {
        buildOnce();
        Path home = home();
        List<String> arguments = new ArrayList<>(launcher(home));
        arguments.addAll(List.of("start", "--optimized", "--cache=local", "--import-realm", "--http-enabled=true"));
        arguments.add("--http-host=127.0.0.1");
        arguments.add("--http-port=" + ports.of(Port.KEYCLOAK));
        arguments.add("--hostname=" + ports.url(Port.KEYCLOAK));
        arguments.add("--log-level=warn,org.keycloak.quarkus:info");
        Secrets secrets = state.secrets();
        Map<String, String> environment = Map.of(
                "PENAH_TRIAGE_URL", ports.url(Port.TRIAGE),
                "PENAH_TRIAGE_SECRET", secrets.get(CLIENT_SECRET).reveal(),
                "PENAH_DEMO_PASSWORD", secrets.getTyped(DEMO_PASSWORD).reveal());
        return Jvm.command(state.folder("tmp").resolve("keycloak"), environment, arguments);
    }

    private static List<String> launcher(Path home) {
        List<String> launcher = new ArrayList<>(JVM_FLAGS);
        launcher.add("-Dkc.home.dir=" + home);
        launcher.add("-Djboss.server.config.dir=" + home.resolve("conf"));
        launcher.addAll(List.of("-cp", home.resolve("lib/quarkus-run.jar").toString()));
        launcher.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        return launcher;
    }

    /** Keycloak compiles its options into itself; done ahead, that takes half a minute off every start. */
    private void buildOnce() throws IOException {
        Path done = distribution.resolve("built-for-penah");
        if (Files.exists(done) && Files.readString(done).equals(lastMade())) {
            return;
        }
        if (!Files.isDirectory(distribution)) {
            throw new StackFailure("Keycloak is not unpacked at " + distribution + "; run mvn package.");
        }
        progress.step("keycloak  preparing itself, once (about half a minute)");
        List<String> arguments = new ArrayList<>(launcher(distribution));
        arguments.addAll(List.of("build", "--db=dev-file"));
        Process build = Jvm.command(state.folder("tmp").resolve("keycloak"), Map.of(), arguments)
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (build.waitFor() != 0) {
                throw new StackFailure("Keycloak cannot prepare itself:\n" + said.indent(4));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        Files.writeString(done, lastMade());
    }

    /** Of a file that preparing writes; unpacking the distribution again puts an older one in its place. */
    private String lastMade() throws IOException {
        return Files.getLastModifiedTime(distribution.resolve("lib/quarkus/quarkus-application.dat"))
                .toString();
    }

    /** A home of links to the distribution, so that two stacks share its 190 MB but not their data. */
    private Path home() throws IOException {
        Path home = state.folder("keycloak");
        for (String part : List.of("lib", "conf", "providers", "themes")) {
            Path link = home.resolve(part);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, distribution.resolve(part));
        }
        Path imports = Files.createDirectories(home.resolve("data/import"));
        Files.copy(realm, imports.resolve(realm.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        return home;
    }
}
