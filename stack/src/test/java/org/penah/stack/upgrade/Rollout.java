package org.penah.stack.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.penah.stack.Stack;
import org.penah.stack.process.Program;
import org.penah.stack.process.Progress;
import org.penah.stack.process.Supervisor;
import org.penah.stack.system.BuiltService;

/**
 * One service's old and new instance behind one load balancer.
 *
 * <p>As a cluster does it: an instance is told to end once nothing new is sent to it, and it has time to end what it is at.
 */
final class Rollout implements AutoCloseable {

    private final LoadBalancer balancer;
    private final Supervisor supervisor;
    private final Instance old;
    private final Instance young;

    private record Instance(Program program, int port) {}

    /** Nobody serves yet. */
    Rollout(Stack stack, String service, int port, Path earlier, Map<String, String> settings, Progress progress)
            throws IOException {
        balancer = new LoadBalancer(port);
        supervisor = new Supervisor(stack.state(), progress);
        old = instance(stack, earlier, service, service + "-old", settings);
        young = instance(stack, Path.of(".."), service, service + "-new", settings);
    }

    private static Instance instance(
            Stack stack, Path sources, String service, String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(BuiltService.freePorts());
        return new Instance(
                BuiltService.of(stack, sources, service, name, all), Integer.parseInt(all.get("quarkus.http.port")));
    }

    /** The old one serves. */
    void begin() {
        supervisor.startAgain(old.program);
        balancer.leadsTo(old.port);
    }

    /** The new one is started beside the old one, and both serve. */
    void both() {
        supervisor.startAgain(young.program);
        balancer.leadsTo(old.port, young.port);
    }

    /** The old one is restarted, and nothing more is sent to the new one. */
    void startedAnew() {
        replaced();
        begin();
    }

    /** The new one stops. */
    void takenBack() {
        supervisor.stop(young.program.name());
    }

    /** The old one stops. */
    void replaced() {
        balancer.leadsTo(young.port);
        supervisor.stop(old.program.name());
    }

    @Override
    public void close() throws IOException {
        supervisor.close();
        balancer.close();
    }
}
