package org.penah.partner.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.StallingServer;
import org.penah.testbed.program.Programs;

/** Each way to make somebody look, against a real server of its kind. */
class BellTest {

    @TempDir
    Path folder;

    @Test
    void a_mail_by_the_command_of_the_page_says_the_words_and_not_where_we_are() throws Exception {
        Programs.orSkip("curl");
        try (MailServer server = new MailServer("mail.safe-house.example")) {
            // Given
            Path account = folder.resolve("netrc");
            Files.writeString(account, "machine mail.safe-house.example login nudge password secret\n");
            String mail = Pattern.compile("```json\n(\\{\"words\": \"Please look\".*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(Path.of("../docs/partners.md")))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1)
                    .replace("/var/lib/penah/netrc", account.toString())
                    .replace(
                            "curl ",
                            "curl --cacert %s --connect-to ::127.0.0.1:%d "
                                    .formatted(server.certificate(), server.port()));

            // When
            bells(mail).get(0).ring("Please look");

            // Then
            String head = "From: nudge@safe-house.example\nTo: duty@safe-house.example\nSubject: Please look\n";
            assertThat(server.said())
                    .startsWith("EHLO localhost\nAUTH PLAIN")
                    .contains(
                            "MAIL FROM:<nudge@safe-house.example>\nRCPT TO:<duty@safe-house.example>\nDATA\n",
                            head + "\nPlease look\n")
                    .doesNotContain(InetAddress.getLocalHost().getHostName());
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
                    .ring("Please look");

            // Then
            assertThat(bodies).containsExactly("/ring Please look");
            List<Bell> moved = bells("{\"gateway\":\"" + address + "/moved\"}");
            assertThatThrownBy(() -> moved.get(0).ring("x")).hasMessageContaining("302");
            assertThat(bodies).hasSize(2);
        } finally {
            gateway.stop(0);
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_gateway_that_stalls_after_its_headers_fails_at_the_deadline() throws Exception {
        try (StallingServer gateway = new StallingServer()) {
            // Given
            GatewayBell bell = new GatewayBell(gateway.address(), Duration.ofSeconds(2));

            // When, Then
            assertThatThrownBy(() -> bell.ring("Please look"))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("the gateway did not answer completely in time");
        }
    }

    @Test
    void a_gateway_that_nobody_answers_at_is_a_failure() {
        GatewayBell bell = new GatewayBell(URI.create("http://127.0.0.1:1/"));
        assertThatThrownBy(() -> bell.ring("Please look"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ConnectException");
    }

    @Test
    void a_command_gets_the_words_on_its_input_and_its_failure_is_one() throws Exception {
        // When
        Path said = folder.resolve("said");
        bells("{\"command\":[\"sh\",\"-c\",\"cat > '" + said + "'\"]}").get(0).ring("Look at Penah");

        // Then
        assertThat(said).hasContent("Look at Penah");
        List<Bell> failing = bells("{\"command\":[\"false\"]}");
        assertThatThrownBy(() -> failing.get(0).ring("x")).hasMessageContaining("ended with 1");
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
            "{\"calm\":\"All well\",\"command\":[\"true\"]}",
            "{\"everySeconds\":60,\"command\":[\"true\"]}",
            "{\"words\":\"Look now\",\"calm\":\"Well\",\"everySeconds\":60,\"command\":[\"true\"]}",
            "{\"words\":\"Look now\",\"calm\":\"Look nów\",\"everySeconds\":60,\"command\":[\"true\"]}",
            "{\"words\":\"Look now\",\"calm\":\"Look now\",\"everySeconds\":60,\"command\":[\"true\"]}",
            "{\"words\":\"Look now\",\"calm\":\"All well\",\"everySeconds\":29,\"command\":[\"true\"]}",
            "{\"words\":\"Look now\",\"calm\":\"All well\",\"everySeconds\":3601,\"command\":[\"true\"]}",
            "{\"unheard\":1,\"command\":[\"true\"]}"
        }) {
            assertThatThrownBy(() -> bells(file))
                    .as(file)
                    .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
        }
    }

    private List<Bell> bells(String json) throws IOException {
        Path file = folder.resolve("nudge.json");
        Files.writeString(file, json);
        return NudgeFile.read(file).bells();
    }
}
