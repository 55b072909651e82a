package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.testbed.program.Command;

/** The alarm programs of the guide ring at a mail server and at an ntfy behind a proxy, and its beat keeps an uptime service silent. */
class WakeSomebodyTest {

    private static final Path GUIDE = Path.of("../docs/operations.md");
    private static final Pattern SCRIPT =
            Pattern.compile("wake-somebody <<'SCRIPT'\n(.*?)^SCRIPT$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern BEAT =
            Pattern.compile("bin/beat <<'SCRIPT'\n(.*?)^SCRIPT$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final char[] PASSWORD = "of a test".toCharArray();

    /** A key costs time, so one for both. */
    @TempDir
    static Path tls;

    @TempDir
    Path folder;

    @BeforeAll
    static void aCertificateOfBothNames() throws IOException {
        String store = tls.resolve("store").toString();
        String password = new String(PASSWORD);
        keytool(
                "-genkeypair",
                "-keystore",
                store,
                "-storepass",
                password,
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-dname",
                "CN=x",
                "-ext",
                "san=dns:localhost,dns:ntfy.example.org,dns:beats.example.org");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store,
                "-storepass",
                password,
                "-alias",
                "x",
                "-file",
                tls.resolve("ca.pem").toString());
    }

    private static void keytool(String... arguments) throws IOException {
        assertThat(Command.ofJdk("keytool", List.of(arguments)).run().exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"250 yes, 0", "550 no such person, 55"})
    void a_mail_leaves_with_nothing_but_that_somebody_must_look(String answer, int exit) throws Exception {
        // Given
        try (ServerSocket server =
                context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> mail(server, answer));
            Path netrc = Files.writeString(folder.resolve("alarm"), "machine localhost login penah password secret\n");

            // When
            int code = run(script(0)
                    .replace("mail.example.org:465", "localhost:" + server.getLocalPort())
                    .replace("/etc/penah/alarm", netrc.toString()));

            // Then
            assertThat(code).isEqualTo(exit);
            assertThat(said.get()).contains("MAIL FROM:<penah@example.org>", "RCPT TO:<duty@example.org>");
            if (exit == 0) {
                assertThat(said.get()).contains("Subject: Look at the server\n\nLook at the server.\n.\n");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "500, 22"})
    void ntfy_is_reached_through_the_proxy_alone_which_looks_its_name_up(int status, int exit) throws Exception {
        // When
        Visit visit = visit(script(1), "/etc/penah/alarm", status);

        // Then
        assertThat(visit.code()).isEqualTo(exit);
        assertThat(visit.name()).isEqualTo("ntfy.example.org");
        assertThat(visit.heard()).isEqualTo("POST /kdtjwhq urgent Look at the server.");
    }

    @Test
    void a_beat_says_nothing_and_goes_through_the_proxy_alone() throws Exception {
        // When
        Visit visit = visit(in(BEAT, 0), "/etc/penah/beat", 200);

        // Then
        assertThat(visit.code()).isZero();
        assertThat(visit.name()).isEqualTo("beats.example.org");
        assertThat(visit.heard()).isEqualTo("GET /kdtjwhq null ");
    }

    @Test
    void each_beat_is_the_same_and_as_long() throws Exception {
        // When
        Visit first = visit(in(BEAT, 0), "/etc/penah/beat", 200);
        Visit second = visit(in(BEAT, 0), "/etc/penah/beat", 200);

        // Then
        assertThat(second.headers()).isEqualTo(first.headers());
        assertThat(second.sent()).isPositive().isEqualTo(first.sent());
    }

    /**
     * What became of a script, the name that its proxy was asked to reach, and what the server there heard.
     *
     * @param sent the bytes that went there through the proxy
     */
    private record Visit(int code, String name, String heard, String headers, long sent) {}

    /** @param secret the file with the path on the server */
    private Visit visit(String script, String secret, int status) throws Exception {
        HttpsServer service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        CompletableFuture<String> heard = new CompletableFuture<>();
        CompletableFuture<String> headers = new CompletableFuture<>();
        service.setHttpsConfigurator(new HttpsConfigurator(context()));
        service.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.complete(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Priority") + " " + body);
            headers.complete(exchange.getRequestHeaders().entrySet().toString());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AtomicLong sent = new AtomicLong();
            CompletableFuture<String> name = CompletableFuture.supplyAsync(
                    () -> socks(proxy, service.getAddress().getPort(), sent));
            Path place = Files.writeString(folder.resolve("secret"), "kdtjwhq\n");
            int code = run(script.replace("127.0.0.1:9050", "127.0.0.1:" + proxy.getLocalPort())
                    .replace(secret, place.toString()));
            return new Visit(code, name.get(), heard.get(), headers.get(), sent.get());
        } finally {
            service.stop(0);
        }
    }

    @Test
    void there_are_three() throws IOException {
        assertThat(script(2)).contains("signal-cli");
    }

    private static String script(int which) throws IOException {
        return in(SCRIPT, which);
    }

    private static String in(Pattern pattern, int which) throws IOException {
        return pattern.matcher(Files.readString(GUIDE))
                .results()
                .toList()
                .get(which)
                .group(1);
    }

    private int run(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("wake-somebody"), script);
        Command.orSkip("curl", "--version").run();
        return Command.of("sh", program.toString())
                .with("CURL_CA_BUNDLE", tls.resolve("ca.pem").toString())
                .run()
                .exit();
    }

    private static SSLContext context() throws Exception {
        KeyStore store = KeyStore.getInstance(tls.resolve("store").toFile(), PASSWORD);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** As much of a mail server as one mail needs; what it was told. */
    private static String mail(ServerSocket server, String toRecipient) {
        StringBuilder said = new StringBuilder();
        String login = Base64.getEncoder().encodeToString("\0penah\0secret".getBytes(StandardCharsets.UTF_8));
        try (Socket socket = server.accept();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = socket.getOutputStream()) {
            answer(out, "220 here");
            boolean inMail = false;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (inMail && !line.equals(".")) {
                    continue;
                }
                inMail = line.equals("DATA");
                if (line.startsWith("EHLO")) {
                    answer(out, "250-here\r\n250 AUTH PLAIN");
                } else if (line.equals("AUTH PLAIN")) {
                    answer(out, "334 ");
                } else if (line.equals(login)) {
                    answer(out, "235 in");
                } else if (line.startsWith("RCPT")) {
                    answer(out, toRecipient);
                } else {
                    answer(out, inMail ? "354 go on" : "250 yes");
                }
            }
        } catch (IOException closed) {
            said.append(closed);
        }
        return said.toString();
    }

    private static void answer(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** As much of SOCKS 5 (RFC 1928) as tor's users need; the name that it was asked to reach, for which it reaches a port here. */
    private static String socks(ServerSocket server, int port, AtomicLong sent) {
        try (Socket client = server.accept();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readByte();
            in.readNBytes(in.readByte());
            client.getOutputStream().write(new byte[] {5, 0});
            in.readNBytes(3);
            assertThat(in.readByte()).as("a name, and no address").isEqualTo((byte) 3);
            String name = new String(in.readNBytes(in.readByte()), StandardCharsets.UTF_8);
            in.readShort();
            client.getOutputStream().write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            CompletableFuture<Void> back = CompletableFuture.runAsync(() -> copy(target, client));
            sent.set(copy(client, target));
            back.join();
            return name;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** How many bytes there were. */
    private static long copy(Socket from, Socket to) {
        long count = 0;
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
                to.getOutputStream().write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException closed) {
            // The other side has heard enough.
        }
        return count;
    }
}
