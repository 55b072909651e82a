package org.penah.stack.system;

import java.io.IOException;
import java.io.Reader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.penah.stack.Stack;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Jvm;
import org.penah.stack.process.Program;
import org.penah.stack.state.Port;
import org.penah.testbed.net.FreePort;

/** A built service with settings of a test's own, beside a stack that was started without it. */
public final class BuiltService {

    /** A benchmark has both compilers, as the images have; with the first alone a test is ready sooner. */
    private static final List<String> COMPILER =
            Boolean.getBoolean("bench") ? List.of("-XX:TieredStopAtLevel=4") : List.of();

    private BuiltService() {}

    /** The same of what this build has made. */
    public static Program of(Stack stack, String service, String name, Map<String, String> others) {
        return of(stack, Path.of(".."), service, name, others);
    }

    /**
     * Says how it is started.
     *
     * @param sources the folder of some version's sources, built
     * @param service {@code intake}, {@code triage} or {@code notify}, which the stack leaves to others
     * @param name of this instance
     * @param others settings that differ from what the stack has for it; its two ports are among them
     */
    public static Program of(Stack stack, Path sources, String service, String name, Map<String, String> others) {
        return new Program(
                name,
                List.of(),
                "port " + others.get("quarkus.http.port"),
                Set.of(),
                () -> command(stack, sources, service, name, others),
                () -> isReady(others.get("quarkus.management.port")),
                Program.StopSignal.TERM);
    }

    /** Two ports that nobody listens on, as settings. */
    public static Map<String, String> freePorts() {
        return Map.of(
                "quarkus.http.port", Integer.toString(FreePort.find()),
                "quarkus.management.port", Integer.toString(FreePort.find()));
    }

    private static ProcessBuilder command(
            Stack stack, Path sources, String service, String name, Map<String, String> others) throws IOException {
        Properties settings = new Properties();
        // What the stack leaves there for dev mode.
        Path left = stack.state().folder("dev").resolve(service + "-service.properties");
        try (Reader reader = Files.newBufferedReader(left)) {
            settings.load(reader);
        }
        Path built = sources.resolve(service + "-service/target/quarkus-app")
                .toAbsolutePath()
                .normalize();
        Databases databases = new Databases(stack.state(), stack.ports().of(Port.POSTGRES));
        if (Files.exists(sources.resolve("outbox/src/main/java/org/penah/outbox/Migrations.java"))) {
            databases.migrate(service, built);
        } else {
            // Before 2026-11-28 a service ran its own migrations, and held the owner's password.
            settings.setProperty("quarkus.datasource.jdbc.url", "jdbc:" + databases.url(service));
            settings.setProperty(
                    "quarkus.flyway.password",
                    stack.state()
                            .secrets()
                            .get(Databases.secretOf(service + "_owner"))
                            .reveal());
        }
        settings.putAll(others);
        Map<String, String> environment = new HashMap<>();
        settings.forEach((setting, value) -> environment.put(
                setting.toString().replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value.toString()));
        List<String> arguments = new ArrayList<>(COMPILER);
        arguments.addAll(List.of("-jar", built.resolve("quarkus-run.jar").toString()));
        return Jvm.command(stack.state().folder("tmp").resolve(name), environment, arguments);
    }

    private static boolean isReady(String management) throws IOException {
        URI health = URI.create("http://127.0.0.1:" + management + "/q/health/ready");
        HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
        connection.setConnectTimeout(2000);
        connection.setReadTimeout(5000);
        try {
            return connection.getResponseCode() == 200;
        } finally {
            connection.disconnect();
        }
    }
}
