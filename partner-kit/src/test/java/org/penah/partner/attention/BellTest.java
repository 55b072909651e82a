package org.penah.partner.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to make somebody look, against a real server of its kind. */
class BellTest {

    @TempDir
    Path folder;

    @Test
    void a_mail_by_the_command_of_the_page_says_the_words_and_not_where_we_are() throws Exception {
        // Given a real mail server, of Python's
        int port = freePort();
        Path received = folder.resolve("received");
        Process server = new ProcessBuilder("python3", "-u", "-W", "ignore", "-c", """
            import asyncore, smtpd, sys
            class Server(smtpd.SMTPServer):
                def process_message(self, peer, sender, recipients, data, **more):
                    print('FROM', sender, 'TO', recipients, flush=True)
                    print(data.decode(), flush=True)
                    print('END', flush=True)
            class Channel(smtpd.SMTPChannel):
                def smtp_EHLO(self, arg):
                    print('EHLO', arg, flush=True)
                    super().smtp_EHLO(arg)
            Server.channel_class = Channel
            Server(('127.0.0.1', int(sys.argv[1])), None)
            print('READY', flush=True)
            asyncore.loop()
            """, String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(received.toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !server.isAlive() || said(received).contains("READY"));
            Assumptions.assumeTrue(server.isAlive(), "this Python has no mail server");
            String mail = Pattern.compile("```json\n(\\{\"words\".*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("../docs/partners.md")))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1)
                    .replace("--ssl-reqd --netrc-file /var/lib/penah/netrc", "")
                    .replace("smtps://mail.safe-house.example", "smtp://127.0.0.1:" + port);

            // When
            bells(mail).get(0).ring();

            // Then
            await().atMost(Duration.ofSeconds(30)).until(() -> said(received).contains("END"));
            assertThat(said(received))
                    .contains(
                            "EHLO localhost",
                            "FROM nudge@safe-house.example TO ['duty@safe-house.example']",
                            "Subject: Please look\n")
                    .doesNotContain(InetAddress.getLocalHost().getHostName());
            String head = "From: nudge@safe-house.example\nTo: duty@safe-house.example\nSubject: Please look\n";
            assertThat(said(received)).contains(head + "\nPlease look\n\nEND");
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void a_gateway_gets_the_words_and_a_redirect_is_a_failure() throws Exception {
        // Given
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            try (exchange) {
                bodies.add(exchange.getRequestURI().getPath() + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.getResponseHeaders().set("location", "/elsewhere");
                exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/ring") ? 202 : 302, -1);
            }
        });
        gateway.start();
        try {
            String address = "http://127.0.0.1:" + gateway.getAddress().getPort();

            // When
            bells("{\"words\":\"Please look\",\"gateway\":\"" + address + "/ring\"}")
                    .get(0)
                    .ring();

            // Then
            assertThat(bodies).containsExactly("/ring Please look");
            List<Bell> moved = bells("{\"gateway\":\"" + address + "/moved\"}");
            assertThatThrownBy(() -> moved.get(0).ring()).hasMessageContaining("302");
            assertThat(bodies).hasSize(2);
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    void a_command_gets_the_words_on_its_input_and_its_failure_is_one() throws Exception {
        // When
        Path said = folder.resolve("said");
        bells("{\"command\":[\"sh\",\"-c\",\"cat > '" + said + "'\"]}").get(0).ring();

        // Then
        assertThat(said).hasContent("Look at Penah");
        List<Bell> failing = bells("{\"command\":[\"false\"]}");
        assertThatThrownBy(() -> failing.get(0).ring()).hasMessageContaining("ended with 1");
    }

    @Test
    void what_would_say_more_or_go_in_clear_is_refused() {
        for (String file : new String[] {
            "{}",
            "{\"command\":[]}",
            "{\"gateway\":\"http://sms.example/ring\"}",
            "{\"gateway\":\"https:///ring\"}",
            "{\"words\":\"two\\nlines\",\"command\":[\"true\"]}",
            "{\"words\":\"" + "x".repeat(81) + "\",\"command\":[\"true\"]}",
            "{\"unheard\":1,\"command\":[\"true\"]}"
        }) {
            assertThatThrownBy(() -> bells(file))
                    .as(file)
                    .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
        }
    }

    private static String said(Path file) throws IOException {
        return Files.readString(file);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private List<Bell> bells(String json) throws IOException {
        Path file = folder.resolve("nudge.json");
        Files.writeString(file, json);
        return NudgeFile.read(file).bells();
    }
}
