package org.penah.testbed.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.penah.testbed.program.Command;

/**
 * Holds Keycloak as the build of this module unpacked it; servers share its 190 MB and none of their data.
 *
 * <p>Keycloak compiles its options into itself. Done once, that takes half a minute off every start.
 */
public final class KeycloakDistribution {

    /** The arguments that Keycloak's own script passes to the JVM and needs. */
    private static final List<String> JVM_FLAGS = List.of(
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                    + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dliquibase.analytics.enabled=false",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED");

    private final Path folder;

    /** @param repository the folder of Penah's sources, built */
    public KeycloakDistribution(Path repository) {
        this.folder = repository
                .resolve("testbed/target/keycloak/keycloak-26.7.3")
                .toAbsolutePath()
                .normalize();
    }

    /** Whether {@link #buildOnce} would take half a minute. */
    public boolean isBuilt() throws IOException {
        Path done = folder.resolve("built-for-penah");
        return Files.exists(done) && Files.readString(done).equals(lastMade());
    }

    /**
     * Compiles the options into it, once.
     *
     * @throws IOException if it was not unpacked
     * @throws AssertionError with what Keycloak said, if it refuses
     */
    public void buildOnce() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("Keycloak is not unpacked at " + folder + "; run mvn package.");
        }
        if (isBuilt()) {
            return;
        }
        List<String> arguments = new ArrayList<>(launcher(folder));
        arguments.addAll(List.of("build", "--db=dev-file"));
        Command.ofJdk("java", arguments).succeed();
        Files.writeString(folder.resolve("built-for-penah"), lastMade());
    }

    /** Of a file that {@link #buildOnce} writes; unpacking the distribution again puts an older one in its place. */
    private String lastMade() throws IOException {
        return Files.getLastModifiedTime(folder.resolve("lib/quarkus/quarkus-application.dat"))
                .toString();
    }

    /**
     * Lays out a server's own folder: links to the distribution, and the realms that are imported if they are not there.
     *
     * @param realms the JSON of each, by its name
     */
    public void layOut(Path home, Map<String, String> realms) throws IOException {
        for (String part : List.of("lib", "conf", "providers", "themes")) {
            Path link = home.resolve(part);
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, folder.resolve(part));
        }
        Path imports = Files.createDirectories(home.resolve("data/import"));
        for (Map.Entry<String, String> realm : realms.entrySet()) {
            Files.writeString(imports.resolve(realm.getKey() + "-realm.json"), realm.getValue());
        }
    }

    /** The arguments of {@code java} that serve from a folder made by {@link #layOut}, on the loopback address. */
    public List<String> start(Path home, int port) {
        List<String> arguments = new ArrayList<>(launcher(home));
        arguments.addAll(List.of("start", "--optimized", "--cache=local", "--import-realm", "--http-enabled=true"));
        arguments.add("--http-host=127.0.0.1");
        arguments.add("--http-port=" + port);
        arguments.add("--hostname=http://127.0.0.1:" + port);
        arguments.add("--log-level=warn,org.keycloak.quarkus:info");
        return arguments;
    }

    private static List<String> launcher(Path home) {
        List<String> launcher = new ArrayList<>(JVM_FLAGS);
        launcher.add("-Dkc.home.dir=" + home);
        launcher.add("-Djboss.server.config.dir=" + home.resolve("conf"));
        launcher.addAll(List.of("-cp", home.resolve("lib/quarkus-run.jar").toString()));
        launcher.add("io.quarkus.bootstrap.runner.QuarkusEntryPoint");
        return launcher;
    }
}
