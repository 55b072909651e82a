package org.penah.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.ceremony.Ceremony;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptKeys;
import org.penah.testbed.words.DemoWords;
import picocli.CommandLine;

/** What the program says and leaves on the disk; {@code SyntheticTipIT} sends tips with it. */
class PenahCanaryTest {

    @TempDir
    static Path folder;

    private static Ceremony ceremony;

    private record Said(int status, String out, String err) {}

    @BeforeAll
    static void holdCeremony() throws Exception {
        ceremony = new Ceremony(folder.resolve("keys"));
        ceremony.init("root passphrase".toCharArray(), "recovery passphrase".toCharArray());
        ceremony.addMember("leyla", "violin harvest copper meadow".toCharArray());
        ceremony.addQueue("threat", List.of("leyla"));
        ceremony.startEpoch("threat", LocalDate.now(ZoneOffset.UTC));
        DemoWords.copyTo(folder.resolve("keys/words"));
        ceremony.sign(LocalDate.now(ZoneOffset.UTC), 90, List.of(), "root passphrase".toCharArray());
    }

    @Test
    void init_makes_a_receipt_that_only_its_owner_reads_and_prints_its_mailbox_each_time() throws Exception {
        // Given
        Path receipt = folder.resolve("receipt");

        // When
        Said first = say("init", "--receipt=" + receipt, "--keys=" + folder.resolve("keys"));
        Said again = say("init", "--receipt=" + receipt, "--keys=" + folder.resolve("keys"));

        // Then
        ReceiptKeys keys = Receipt.parse(Files.readString(receipt))
                .derive(ceremony.verify().receipt());
        assertThat(first).isEqualTo(new Said(0, HexFormat.of().formatHex(keys.mailboxHash()) + "\n", ""));
        assertThat(again).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(receipt)))
                .isEqualTo("rw-------");
    }

    @Test
    void init_refuses_keys_that_the_root_key_did_not_sign() throws IOException {
        // Given
        Path forged = Files.createDirectory(folder.resolve("forged"));
        for (String file : List.of("keys.json", "keys.json.minisig", "root.pub")) {
            Files.copy(folder.resolve("keys").resolve(file), forged.resolve(file));
        }
        Files.writeString(
                forged.resolve("keys.json"),
                Files.readString(forged.resolve("keys.json")).replace("threat", "threaT"));

        // When
        Said said = say("init", "--receipt=" + forged.resolve("receipt"), "--keys=" + forged);

        // Then
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.err()).contains("is not one that the root key signed");
        assertThat(forged.resolve("receipt")).doesNotExist();
    }

    @Test
    void run_says_that_penah_cannot_be_reached() throws IOException {
        // Given
        Path receipt =
                Files.writeString(folder.resolve("own"), Receipt.generate().toDigits());
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }

        // When
        Said said = say("run", "--once", "--receipt=" + receipt, "--url=http://127.0.0.1:" + nobody);

        // Then
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out())
                .isEqualTo("A CANARY TIP DID NOT GO THE WHOLE WAY: a page of sources could not be reached"
                        + " (ConnectException).\n");
    }

    /** As at a server's first start, when intake-service starts again with the keys. */
    @Test
    void run_tries_again_soon_while_a_whole_tip_is_no_flood() throws Exception {
        // Given
        Path receipt = Files.writeString(
                Files.createTempFile(folder, "receipt", ""), Receipt.generate().toDigits());
        HttpServer site = site(true, true, new CopyOnWriteArrayList<>());
        CountDownLatch taken = new CountDownLatch(1);
        site.removeContext("/en/tip");
        site.createContext("/en/tip", asked -> {
            boolean sent = asked.getRequestMethod().equals("POST");
            answer(
                    asked,
                    sent ? "<div class=\"received canary\">" : "<input type=\"hidden\" name=\"once\" value=\"1\">");
            if (sent) {
                taken.countDown();
            }
        });
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        PrintWriter out = new PrintWriter(new StringWriter()) {
            @Override
            public void println(String line) {
                said.add(line);
            }
        };
        Thread run = new Thread(() -> PenahCanary.commandLine()
                .setOut(out)
                .setErr(new PrintWriter(new StringWriter()))
                .execute(
                        "run",
                        "--fill-in=PT2S",
                        "--receipt=" + receipt,
                        "--url=http://localhost:" + site.getAddress().getPort()));

        // When
        run.start();
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        site.stop(0);
        String first = said.poll(30, TimeUnit.SECONDS);
        HttpServer later = site(site.getAddress(), true, true, new CopyOnWriteArrayList<>());
        String second = said.poll(40, TimeUnit.SECONDS);
        run.interrupt();
        run.join();
        later.stop(0);

        // Then
        // It ends between two requests, or in the middle of an answer.
        assertThat(first).containsAnyOf("could not be reached", "answered no HTTP");
        assertThat(second).contains("went the whole way");
    }

    /** A page of Penah's that knows or does not know the canary, as settings may be wrong; what it was asked to do. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        false | false | 'so it was erased; no danger was reported'       | erase,erase
        true  | false | 'so it was erased; A REAL ALERT MAY HAVE BEGUN' | erase,erase
        true  | true  | went the whole way                               | erase,stop-details,erase
        """)
    void run_reports_danger_only_where_it_is_known_and_leaves_nothing_behind(
            boolean first, boolean second, String says, String asked) throws IOException {
        // Given
        Path receipt = Files.writeString(
                Files.createTempFile(folder, "receipt", ""), Receipt.generate().toDigits());
        List<String> done = new CopyOnWriteArrayList<>();
        HttpServer site = site(first, second, done);

        // When
        Said said = say(
                "run",
                "--once",
                "--fill-in=PT0S",
                "--receipt=" + receipt,
                "--url=http://localhost:" + site.getAddress().getPort());
        site.stop(0);

        // Then
        assertThat(said.out()).contains(says);
        assertThat(done).containsExactly(asked.split(","));
        assertThat(said.status()).isEqualTo(first && second ? 0 : 1);
    }

    private static HttpServer site(boolean first, boolean second, List<String> done) throws IOException {
        return site(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), first, second, done);
    }

    private static HttpServer site(InetSocketAddress place, boolean first, boolean second, List<String> done)
            throws IOException {
        HttpServer site = HttpServer.create(place, 0);
        site.createContext("/en/tip", asked -> {
            String body = new String(asked.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = body.contains("\r\n\r\nme\r\n") ? second : first;
            answer(
                    asked,
                    asked.getRequestMethod().equals("GET")
                            ? "<input type=\"hidden\" name=\"once\" value=\"1\">"
                            : "<div class=\"received%s\">".formatted(known ? " canary" : ""));
        });
        site.createContext("/en/inbox", asked -> {
            String body = new String(asked.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains("do=")) {
                done.add(body.replaceAll(".*do=([a-z-]+).*", "$1"));
            }
            answer(asked, """
                    <input type="hidden" name="session" value="7">
                    Staff opened it on 29 November. A protection organisation has answered.
                    <button value="stop-details 1"> Everything is deleted""");
        });
        site.start();
        return site;
    }

    private static void answer(HttpExchange asked, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        asked.sendResponseHeaders(200, bytes.length);
        asked.getResponseBody().write(bytes);
        asked.close();
    }

    private static Said say(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = PenahCanary.commandLine();
        int status = command.setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Said(status, out.toString(), err.toString());
    }
}
