package org.penah.partner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.Penah;

/** Who may see the page and act on it, spoken to without a browser. */
class PageAuthTest {

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private Office office;
    private String cookie;
    private String token;

    @BeforeEach
    void start() throws Exception {
        office = new Office(folder);
        office.hears(Office.alert(id));
        PageAuth auth = PageAuth.open(folder.resolve("page.code"));
        cookie = "penah-partner=" + auth.cookie();
        token = auth.formToken();
    }

    @AfterEach
    void stop() {
        office.close();
    }

    @Test
    void without_the_code_nothing_is_shown() throws Exception {
        HttpResponse<String> page = send(request("").build());
        assertThat(page.statusCode()).isEqualTo(401);
        assertThat(page.body()).doesNotContain(id.toString().substring(0, 8));
        for (String path : List.of("live", "archive", "nowhere")) {
            HttpResponse<String> part = send(request(path).build());
            assertThat(part.statusCode()).as(path).isEqualTo(401);
            assertThat(part.body()).as(path).isEqualTo(page.body());
        }
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void the_code_is_for_its_owner_alone_and_long() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("page.code"))))
                .isEqualTo("rw-------");
        assertThat(office.code).matches("([a-z2-9]{4}-){4}[a-z2-9]{4}");
    }

    @Test
    void the_right_code_opens_however_it_is_typed_and_a_wrong_one_does_not() throws Exception {
        assertThat(send(form(
                                "enter",
                                "code=" + office.code.toUpperCase(Locale.ROOT).replace('-', '+')))
                        .statusCode())
                .isEqualTo(303);
        HttpResponse<String> wrong = send(form("enter", "code=" + office.code.substring(1)));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void the_cookie_survives_a_restart_and_not_another_code() throws Exception {
        // When
        office.server.close();
        try (PageServer again = new PageServer(
                0, folder.resolve("page.code"), office.watch, office.inbox.answers(), () -> Office.WELL)) {
            assertThat(status(again.port(), "127.0.0.1", cookie)).isEqualTo(200);
        }
        Files.delete(folder.resolve("page.code"));
        try (PageServer again = new PageServer(
                0, folder.resolve("page.code"), office.watch, office.inbox.answers(), () -> Office.WELL)) {
            assertThat(status(again.port(), "127.0.0.1", cookie)).isEqualTo(401);
        }
    }

    @Test
    void another_name_for_this_machine_is_refused() throws Exception {
        int port = office.server.port();
        assertThat(status(port, "localhost:" + port, cookie)).isEqualTo(200);
        assertThat(status(port, "[::1]:" + port, cookie)).isEqualTo(200);
        for (String host : new String[] {
            "rebound.example",
            "rebound.example:" + port,
            "localhost.rebound.example",
            "127.0.0.1.nip.io",
            "0.0.0.0",
            "[::]",
            ""
        }) {
            assertThat(status(port, host, cookie)).as(host).isIn(400, 421);
        }
    }

    @Test
    void another_site_cannot_answer() throws Exception {
        String fields = "token=" + token + "&id=" + id + "&seq=1&action=decline";
        assertThat(send(form("answer", fields).header("cookie", cookie).setHeader("origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        HttpRequest noOrigin = request("answer")
                .header("cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString(fields))
                .build();
        assertThat(send(noOrigin).statusCode()).isEqualTo(403);
        assertThat(send(form("answer", fields.replace(token, "x")).header("cookie", cookie))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(form("answer", fields)).statusCode()).isEqualTo(403);
        assertThat(office.inbox.answers().waiting()).isEmpty();

        // And with all of it, it is taken
        assertThat(send(form("answer", fields).header("cookie", cookie)).statusCode())
                .isEqualTo(303);
        assertThat(office.inbox.answers().waiting()).hasSize(1);
    }

    @Test
    void what_is_no_answer_is_refused() throws Exception {
        for (String fields : new String[] {
            "id=" + id + "&seq=1&action=dance",
            "id=" + UUID.randomUUID() + "&seq=1&action=claim",
            "id=../../identity&seq=1&action=claim",
            "id=" + id + "&action=claim",
            "id=" + id + "&seq=0&action=claim",
            "id=" + id + "&seq=2&action=claim",
            "id=" + id + "&seq=one&action=claim",
            "action=claim",
            "%zz=1"
        }) {
            assertThat(send(form("answer", "token=" + token + "&" + fields).header("cookie", cookie))
                            .statusCode())
                    .as(fields)
                    .isIn(403, 409);
        }
        assertThat(send(form("answer", "token=" + token + "&id=" + "x".repeat(40_000))
                                .header("cookie", cookie))
                        .statusCode())
                .isEqualTo(403);
        assertThat(office.inbox.answers().waiting()).isEmpty();
    }

    @Test
    void an_answer_is_to_what_was_shown_and_not_to_what_came_since() throws Exception {
        // Given
        office.hears(Penah.alert(id, 2, "Cancel", "safe-house"));

        // When
        int late = answer("&seq=1&action=claim");
        int wrong = answer("&seq=2&action=claim");

        // Then
        assertThat(late).isEqualTo(303);
        assertThat(wrong).isEqualTo(409);
        assertThat(office.inbox.answers().waiting())
                .extracting(answer -> answer.seq())
                .containsExactly(1);
        assertThat(office.watch.alerts()).allMatch(kept -> kept.waits());
    }

    @Test
    void somebody_has_looked_at_what_the_page_showed_and_at_nothing_that_came_since() throws Exception {
        // Given
        String shown = send(request("live").header("cookie", cookie)).body();
        Matcher keys = Pattern.compile("name=\"keys\" value=\"([^\"]+)\"").matcher(shown);
        assertThat(keys.find()).isTrue();
        UUID later = UUID.randomUUID();
        office.hears(Office.alert(id), Office.alert(later));

        // When
        send(form("looked", "token=" + token + "&keys=" + keys.group(1)).header("cookie", cookie));

        // Then
        assertThat(office.watch.unseen(office.watch.alerts()))
                .extracting(kept -> kept.alert().id())
                .containsExactly(later);
        assertThat(send(request("live").header("cookie", cookie)).body()).contains("data-calls=\"true\"");
    }

    @Test
    void the_archive_shows_what_is_over_the_latest_first_and_a_part_at_a_time() throws Exception {
        // Given
        for (int i = 0; i < 24; i++) {
            office.hears(Office.alert(UUID.randomUUID()));
        }
        office.hears();

        // When
        String latest = send(request("archive").header("cookie", cookie)).body();
        String rest = send(request("archive?from=20").header("cookie", cookie)).body();

        // Then
        assertThat(latest.split("<article")).hasSize(1 + 20);
        assertThat(latest).contains("href=\"/archive?from=20\"").doesNotContain("a" + id, ">Newer<");
        assertThat(rest.split("<article")).hasSize(1 + 5);
        assertThat(rest).contains("a" + id, "href=\"/archive?from=0\"").doesNotContain(">Older<", "<form");
    }

    @Test
    void details_that_are_read_at_the_machine_are_said_to_be() throws Exception {
        // Given
        UUID handOver = UUID.randomUUID();
        office.hears(Office.withDetails(id, handOver));
        office.fetches(id, handOver, "Leyla is at the station.");

        // When
        String details = send(form("details", "token=" + token + "&id=" + id + "&code=" + office.code)
                        .header("cookie", cookie))
                .body();

        // Then
        assertThat(details).contains("Leyla is at the station.");
        assertThat(send(request("").header("cookie", cookie)).body())
                .contains("Details read at this machine: Nov 24, 2026");
    }

    private int answer(String fields) throws Exception {
        return send(form("answer", "token=" + token + "&id=" + id + fields).header("cookie", cookie))
                .statusCode();
    }

    @Test
    void it_listens_on_loopback_alone() throws Exception {
        int port = office.server.port();
        for (var face : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (var address : Collections.list(face.getInetAddresses())) {
                if (!address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(IOException.class);
                }
            }
        }
    }

    private HttpRequest.Builder form(String path, String fields) {
        return request(path)
                .header("origin", "http://127.0.0.1:" + office.server.port())
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(office.url() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Java's client would not send another host's name. */
    private static int status(int port, String host, String cookie) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET /live HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }
}
