package org.penah.stack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Java programs on the JDK that runs us, without our environment. */
public final class Jvm {

    /** Start fast and stay small: the stack shares one machine with a browser. */
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private Jvm() {}

    /**
     * A program in a separate JVM.
     *
     * @param temporary where it keeps temporary files; ours to search for what must not be there
     * @param arguments JVM flags, then {@code -jar} or a main class, then what it is told
     */
    public static ProcessBuilder command(Path temporary, Map<String, String> environment, List<String> arguments)
            throws IOException {
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(arguments);
        return withEnvironment(new ProcessBuilder(command), environment);
    }

    /** Replaces the environment: what a user's shell holds is not for a service to read. */
    public static ProcessBuilder withEnvironment(ProcessBuilder builder, Map<String, String> environment) {
        Map<String, String> inherited = Map.copyOf(builder.environment());
        builder.environment().clear();
        for (String name : List.of("PATH", "HOME", "USER")) {
            if (inherited.containsKey(name)) {
                builder.environment().put(name, inherited.get(name));
            }
        }
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "UTC");
        builder.environment().putAll(environment);
        return builder;
    }
}
