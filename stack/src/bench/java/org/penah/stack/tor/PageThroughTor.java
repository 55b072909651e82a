package org.penah.stack.tor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.penah.stack.process.Progress;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.State;

/**
 * Measures what the size of a page costs: answers of several sizes through the private network's circuits, from the
 * request to the last byte. A few lines stand in for intake-service, so nothing but tor takes time.
 */
public final class PageThroughTor {

    private static final List<Integer> KIBIBYTES = List.of(32, 48, 64, 192);
    private static final int PER_CIRCUIT = 4;

    private PageThroughTor() {}

    /** Takes how many circuits to measure, and prints the rows of a table. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("penah-bench");
        State state = State.open(folder.resolve("state"));
        Ports ports = Ports.free(state);
        TorNetwork network = new TorNetwork(state, ports, Path.of("../k8s/tor/torrc").toAbsolutePath());
        try (ServerSocket pages = new ServerSocket(ports.of(Port.INTAKE_ONION), 50, InetAddress.getLoopbackAddress());
                Supervisor supervisor = new Supervisor(state, new Steps())) {
            background(() -> serve(pages));
            supervisor.start(network.beforeIntake());
            supervisor.start(List.of(network.source()));
            measure(network, Integer.parseInt(arguments[0]));
        } finally {
            state.close();
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        System.exit(0);
    }

    private static void measure(TorNetwork network, int circuits) {
        Map<Integer, List<Double>> first = new LinkedHashMap<>();
        Map<Integer, List<Double>> later = new LinkedHashMap<>();
        KIBIBYTES.forEach(size -> {
            first.put(size, new ArrayList<>());
            later.put(size, new ArrayList<>());
        });
        int failed = 0;
        for (int circuit = 0; circuit < circuits; circuit++) {
            for (int size : KIBIBYTES) {
                try {
                    first.get(size).add(ask(network, circuit + "-" + size, size));
                    for (int again = 1; again < PER_CIRCUIT; again++) {
                        later.get(size).add(ask(network, circuit + "-" + size, size));
                    }
                } catch (IOException noCircuit) {
                    failed++;
                }
            }
        }
        System.out.println(failed + " circuits failed");
        System.out.println("| KiB | new circuit p50 | p90 | same circuit p50 | p90 |\n|---|---|---|---|---|");
        for (int size : KIBIBYTES) {
            System.out.printf(
                    "| %d | %.0f ms | %.0f ms | %.0f ms | %.0f ms |%n",
                    size,
                    quantile(first.get(size), 0.5),
                    quantile(first.get(size), 0.9),
                    quantile(later.get(size), 0.5),
                    quantile(later.get(size), 0.9));
        }
    }

    /** In milliseconds. */
    private static double ask(TorNetwork network, String circuit, int size) throws IOException {
        long begun = System.nanoTime();
        try (Socket socket = network.socks().connect(network.address(), circuit)) {
            socket.getOutputStream().write(("GET /" + size + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            long length = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            if (length < size * 1024L) {
                throw new IOException("only " + length + " bytes came");
            }
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double quantile(List<Double> times, double share) {
        Collections.sort(times);
        return times.get((int) (share * (times.size() - 1)));
    }

    private static void serve(ServerSocket pages) {
        while (!pages.isClosed()) {
            try {
                Socket socket = pages.accept();
                background(() -> answer(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(Socket socket) {
        try (socket) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int kibibytes = 1;
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                if (line.matches("GET /\\d+ .*")) {
                    kibibytes = Integer.parseInt(line.split("[ /]+", -1)[1]);
                }
            }
            byte[] body = " ".repeat(kibibytes * 1024).getBytes(StandardCharsets.US_ASCII);
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        } catch (IOException gone) {
            // The next round counts.
        }
    }

    private static void background(Runnable task) {
        Thread thread = new Thread(task, "page");
        thread.setDaemon(true);
        thread.start();
    }

    private record Steps() implements Progress {

        @Override
        public void step(String sentence) {}

        @Override
        public void line(String program, String line) {}
    }
}
