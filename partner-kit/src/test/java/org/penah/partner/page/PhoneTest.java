package org.penah.partner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.Penah;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.phone.PhoneRegistry;
import org.penah.testbed.program.Command;

/** Who may see the page for phones and act on it, spoken to without a browser. */
class PhoneTest {

    private static final String ONION = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion";

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private Duration later = Duration.ZERO;
    private final InstantSource clock = () -> Office.NOW.plus(later);
    private Office office;
    private Path people;
    private PhoneRegistry registry;
    private PageServer server;
    private PhoneRegistry.Admitted mara;

    @BeforeEach
    void start() throws Exception {
        office = new Office(folder.resolve("partner"));
        office.hears(Office.alert(id));
        people = folder.resolve("partner/phone");
        registry = new PhoneRegistry(people, clock.withZone(ZoneOffset.UTC), () -> later.toNanos());
        server = new PageServer(0, registry, office.watch, office.inbox.answers(), () -> Office.WELL);
        mara = registry.add("mara");
    }

    @AfterEach
    void stop() {
        server.close();
        office.close();
    }

    @Test
    void a_browser_without_a_session_gets_nothing_on_any_route() throws Exception {
        // Given who was removed, whose session is over, who has another's token, and who has none
        registry.add("removed");
        String right = enter("mara", mara.code().reveal());
        String removed = cookie(enterAs("removed"));
        registry.remove("removed");
        String old = cookie(enterAs("old"));
        later = PhoneRegistry.SESSION;
        String fresh = enter("mara", mara.code().reveal());
        String token = tokenOf(fresh);
        List<String> cookies = List.of(
                "",
                "penah-partner=",
                "penah-partner=mara",
                "penah-partner=mara." + "A".repeat(43),
                "penah-partner=../partner/profile." + "A".repeat(43),
                "penah-partner=" + removed,
                "penah-partner=" + old,
                "penah-partner=" + cookie(right),
                "penah-partner=" + cookie(fresh).replace("mara.", "removed."),
                "penah-partner="
                        + PageAuth.open(folder.resolve("partner/page.code")).cookie());

        // When
        List<String> routes = new ArrayList<>(server.routes());
        routes.addAll(List.of("GET /nowhere", "GET /page.code", "POST /nowhere", "GET /archive?from=0"));
        for (String cookie : cookies) {
            for (String route : routes) {
                isRefused(route, ONION, "http://" + ONION, cookie, token, 401, 403);
            }
        }

        // Then, with the right cookie, not from elsewhere
        for (String route : routes) {
            for (String host : List.of(
                    "127.0.0.1:" + server.port(), "localhost", "evil.example", "x" + ONION, ONION + ".evil.example")) {
                isRefused(route, host, "http://" + host, "penah-partner=" + cookie(fresh), token, 421);
            }
            if (route.startsWith("POST")) {
                for (String origin : List.of(
                        "", "null", "http://evil.example", "https://" + ONION, "http://" + ONION + ".evil.example")) {
                    isRefused(route, ONION, origin, "penah-partner=" + cookie(fresh), token, 403);
                }
                isRefused(
                        route,
                        ONION,
                        "http://" + ONION + "\r\nSec-Fetch-Site: cross-site",
                        "penah-partner=" + cookie(fresh),
                        token,
                        403);
                isRefused(route, ONION, "http://" + ONION, "penah-partner=" + cookie(fresh), "", 403);
                isRefused(route, ONION, "http://" + ONION, "penah-partner=" + cookie(fresh), tokenOfMachine(), 403);
            }
        }
        assertThat(ask("PUT", "/answer", ONION, "", "penah-partner=" + cookie(fresh), ""))
                .startsWith("HTTP/1.1 405");
        assertThat(office.inbox.answers().waiting()).isEmpty();
        assertThat(office.watch.unseen(office.watch.alerts())).hasSize(1);
    }

    @Test
    void a_person_sees_what_is_open_and_answers_it_and_only_we_know_who_it_was() throws Exception {
        // Given
        String entered =
                enter("mara", mara.code().reveal().toUpperCase(Locale.ROOT).replace('-', '+'));
        assertThat(entered).startsWith("HTTP/1.1 303").contains("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");

        // When
        String page = get("/", cookie(entered));
        String answered = answer(entered, "claim");

        // Then
        assertThat(page)
                .contains("may be in physical danger within hours", "As of Nov 24, 2026")
                .doesNotContain("<script");
        assertThat(page).contains("default-src 'none'").doesNotContain("script-src");
        assertThat(answered).startsWith("HTTP/1.1 303").containsIgnoringCase("location: /#a" + id);
        AnswerLog.Given given = office.inbox.answers().given(id).get(0);
        assertThat(given.person()).isEqualTo("mara");
        assertThat(given.answer().action()).isEqualTo(Action.CLAIM);
        assertThat(given.answer().json()).doesNotContain("mara");
        assertThat(get("/", cookie(entered))).contains("mara, by phone.");
    }

    @Test
    void details_are_shown_only_while_they_may_be_and_to_somebody_who_types_the_code_again() throws Exception {
        // Given
        UUID handOver = UUID.randomUUID();
        office.hears(Office.withDetails(id, handOver));
        office.fetches(id, handOver, "<b>Leyla</b> is at the station.");
        String entered = enter("mara", mara.code().reveal());

        // When
        String asked = get("/details?id=" + id, cookie(entered));
        String wrong = details(entered, "abcd-efgh-jkmn");
        String right = details(entered, mara.code().reveal());

        // Then
        assertThat(get("/", cookie(right))).contains("/details?id=" + id).doesNotContain("Leyla");
        assertThat(asked).startsWith("HTTP/1.1 200").contains("value=\"mara\"").doesNotContain("Leyla");
        assertThat(wrong).startsWith("HTTP/1.1 401").doesNotContain("Leyla");
        assertThat(right)
                .startsWith("HTTP/1.1 200")
                .contains("&lt;b&gt;Leyla&lt;/b&gt; is at the station.")
                .containsIgnoringCase("cache-control: no-store");

        // When a file cannot be opened, or the source has withdrawn it, or the alert is over
        Path file = folder.resolve("partner/inbox/" + id + "." + handOver + ".details");
        byte[] sealed = Files.readAllBytes(file);
        Files.write(file, new byte[100]);
        assertThat(details(right, mara.code().reveal())).contains("They cannot be opened.");
        Files.write(file, sealed);
        office.hears(Office.alert(id).replace("\"seq\":1", "\"seq\":2"));
        assertThat(read()).doesNotContain("Leyla");
        office.hears(Penah.alert(id, 3, "Cancel", "safe-house"));
        assertThat(read()).doesNotContain("Leyla");
        office.hears();
        assertThat(read()).startsWith("HTTP/1.1 303").doesNotContain("Leyla");
    }

    @Test
    void who_read_the_details_and_when_stands_at_the_alert_and_penah_never_learns_it() throws Exception {
        // Given
        UUID handOver = UUID.randomUUID();
        office.hears(Office.withDetails(id, handOver));
        office.fetches(id, handOver, "Leyla is at the station.");
        String entered = enter("mara", mara.code().reveal());
        details(entered, "abcd-efgh-jkmn");
        assertThat(get("/", cookie(entered))).doesNotContain("Details read by phone");

        // When
        String read = details(entered, mara.code().reveal());

        // Then
        assertThat(get("/", cookie(read)))
                .contains("Details read by phone: mara, Nov 24, 2026")
                .doesNotContain("Delete what you wrote down");
        assertThat(office.inbox.answers().all()).isEmpty();

        // When the source takes consent back
        office.hears(Office.alert(id).replace("\"seq\":1", "\"seq\":2"));
        assertThat(get("/", cookie(read)))
                .contains("Details read by phone: mara, Nov 24, 2026", "Delete what you wrote down");
    }

    @Test
    void a_thumb_that_presses_twice_answers_once() throws Exception {
        String entered = enter("mara", mara.code().reveal());

        // When
        answer(entered, "acknowledge");
        Path first = folder.resolve("partner/inbox/" + id + ".1.answer");
        Files.setLastModifiedTime(first, FileTime.from(Office.NOW.minusSeconds(59)));
        answer(entered, "acknowledge");
        answer(entered, "claim");

        // Then
        assertThat(answers()).containsExactly(Action.ACKNOWLEDGE, Action.CLAIM);

        // When, a while later, they renew it
        answer(entered, "claim");

        // Then
        assertThat(answers()).containsExactly(Action.ACKNOWLEDGE, Action.CLAIM, Action.CLAIM);
    }

    @Test
    void an_alert_takes_no_more_answers_than_people_press() throws Exception {
        // Given
        String entered = enter("mara", mara.code().reveal());
        for (int number = 1; number < 1000; number++) {
            Files.writeString(folder.resolve("partner/inbox/" + id + "." + number + ".answer"), "1 acknowledge");
        }

        // When
        String last = answer(entered, "claim");
        String beyond = answer(entered, "acknowledge");

        // Then
        assertThat(last).startsWith("HTTP/1.1 303");
        assertThat(beyond).startsWith("HTTP/1.1 409");
        assertThat(answers()).hasSize(1000);
    }

    @Test
    void after_many_wrong_codes_too_the_time_to_an_answer_does_not_tell_who_has_one() throws Exception {
        // Given
        registry.add("ilgar");
        for (int i = 0; i < 6; i++) {
            assertThat(registry.enter("nobody", "x")).isEmpty();
            assertThat(registry.enter("mara", "x")).isEmpty();
        }

        // When
        long nobody = fastest("nobody");
        long often = fastest("mara");
        long first = fastest("ilgar");

        // Then
        assertThat(nobody).isGreaterThan(first / 3);
        assertThat(often).isGreaterThan(first / 3);
    }

    private long fastest(String name) throws IOException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            assertThat(registry.enter(name, "x")).isEmpty();
            fastest = Math.min(fastest, System.nanoTime() - begun);
        }
        return fastest;
    }

    @Test
    void after_five_wrong_codes_the_right_one_waits_ten_minutes_and_others_do_not() throws Exception {
        // Given
        PhoneRegistry.Admitted ilgar = registry.add("ilgar");

        // When
        String wrong = "";
        for (int i = 0; i < 5; i++) {
            wrong = enter("mara", "abcd-efgh-jkmn");
        }
        String right = enter("mara", mara.code().reveal());

        // Then the answer tells neither whether the name is known nor whether the code was right
        assertThat(body(right))
                .isEqualTo(body(wrong))
                .isEqualTo(body(enter("nobody", "x")).replace("nobody", "mara"));
        assertThat(right).startsWith("HTTP/1.1 401").doesNotContainIgnoringCase("set-cookie");
        assertThat(enter("ilgar", ilgar.code().reveal())).startsWith("HTTP/1.1 303");

        // When
        later = Duration.ofMinutes(10).plusSeconds(1);

        // Then
        assertThat(enter("mara", mara.code().reveal())).startsWith("HTTP/1.1 303");
    }

    @Test
    void a_session_ends_after_a_shift_by_leaving_by_another_one_and_by_removal() throws Exception {
        // By time, also if the clock is set back
        String cookie = cookie(enter("mara", mara.code().reveal()));
        later = PhoneRegistry.SESSION.minusSeconds(1);
        assertThat(get("/", cookie)).startsWith("HTTP/1.1 200");
        later = PhoneRegistry.SESSION;
        assertThat(get("/", cookie)).startsWith("HTTP/1.1 401");
        later = Duration.ofSeconds(-1);
        assertThat(get("/", cookie)).startsWith("HTTP/1.1 401");

        // By another one: whose phone was taken signs in on the next
        later = Duration.ZERO;
        String entered = enter("mara", mara.code().reveal());
        assertThat(get("/", cookie)).startsWith("HTTP/1.1 401");

        // Not by a restart
        assertThat(new PhoneRegistry(people, clock.withZone(ZoneOffset.UTC)).person(cookie(entered)))
                .hasValue("mara");

        // By leaving
        assertThat(get("/", cookie(entered))).startsWith("HTTP/1.1 200");
        post("/leave", cookie(entered), "token=" + tokenOf(entered));
        assertThat(get("/", cookie(entered))).startsWith("HTTP/1.1 401");

        // By removal, and another code does not bring it back
        String last = cookie(enter("mara", mara.code().reveal()));
        Path session = people.resolve("mara.session");
        byte[] begun = Files.readAllBytes(session);
        registry.remove("mara");
        Files.write(session, begun);
        assertThat(get("/", last)).startsWith("HTTP/1.1 401");
        assertThat(enter("mara", mara.code().reveal())).startsWith("HTTP/1.1 401");
        registry.add("mara");
        assertThat(get("/", last)).startsWith("HTTP/1.1 401");
        assertThat(enter("mara", mara.code().reveal())).startsWith("HTTP/1.1 401");
    }

    @Test
    void nothing_on_the_disk_opens_the_page() throws Exception {
        // When
        String cookie = cookie(enter("mara", mara.code().reveal()));

        // Then
        try (Stream<Path> files = Files.walk(people)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file).replace("-", ""))
                        .doesNotContainIgnoringCase(mara.code().reveal().replace("-", ""))
                        .doesNotContain(
                                mara.key().reveal(),
                                cookie.substring("mara.".length()).replace("-", ""));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
        assertThat(mara.toString() + mara.code() + mara.key())
                .contains("[redacted]")
                .doesNotContain(mara.code().reveal(), mara.key().reveal());
        assertThat(mara.code().reveal()).matches("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}");
        assertThat(mara.key().reveal()).matches("[A-Z2-7]{52}");
        assertThat(Files.readString(mara.authorized())).matches("descriptor:x25519:[A-Z2-7]{52}\n");
    }

    @Test
    void names_are_names_and_each_is_one_persons() throws Exception {
        for (String name : List.of("", "../x", "Mara", "a".repeat(32), "a/b", "a.b", "mara\n")) {
            assertThatThrownBy(() -> registry.add(name)).as(name).isInstanceOf(IllegalArgumentException.class);
            assertThat(registry.remove(name)).isFalse();
            assertThat(registry.enter(name, "x")).isEmpty();
        }
        assertThatThrownBy(() -> registry.add("mara"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("remove them");
        assertThat(registry.names()).containsExactly("mara");
    }

    @Test
    void phones_hear_that_the_disk_hangs_however_many_ask() throws Exception {
        // Given a file of the person's that answers nothing
        String cookie = cookie(enter("mara", mara.code().reveal()));
        Path session = people.resolve("mara.session");
        Path well = Files.move(session, people.resolve("well"));
        Command.of("sh", "-c", "mkfifo '" + session + "'").succeed();

        // When
        List<CompletableFuture<String>> asked;
        try {
            asked = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> front(cookie), task -> new Thread(task, "a phone").start()))
                    .limit(40)
                    .toList();
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } finally {
            // Those that wait for it read its end.
            try (OutputStream written = Files.newOutputStream(session, StandardOpenOption.WRITE)) {
                Files.move(well, session, StandardCopyOption.ATOMIC_MOVE);
                assertThat(written).isNotNull();
            }
        }

        // Then
        assertThat(asked)
                .extracting(CompletableFuture::join)
                .allSatisfy(answer -> assertThat(answer)
                        .startsWith("HTTP/1.1 503")
                        .contains("Telephone Penah")
                        .doesNotContain(id.toString().substring(0, 8)));
        await().until(() -> front(cookie).startsWith("HTTP/1.1 200"));
    }

    private String front(String cookie) {
        try {
            return get("/", cookie);
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    private List<Action> answers() throws IOException {
        return office.inbox.answers().given(id).stream()
                .map(given -> given.answer().action())
                .toList();
    }

    private void isRefused(String route, String host, String origin, String cookie, String token, Integer... statuses)
            throws IOException {
        String[] parts = route.split(" ", -1);
        String fields = "token=" + token + "&id=" + id + "&seq=1&action=decline&keys="
                + office.watch.unseen(office.watch.alerts()).get(0).key();
        String answer = ask(parts[0], parts[1], host, origin, cookie, fields);
        assertThat(Integer.parseInt(answer.substring(9, 12)))
                .as("%s %s %s %s", route, host, origin, cookie)
                .isIn((Object[]) statuses);
        assertThat(answer).doesNotContain(id.toString().substring(0, 8), "in danger", "Penah is there");
    }

    private String enterAs(String name) throws IOException {
        registry.remove(name);
        return enter(name, registry.add(name).code().reveal());
    }

    private String enter(String name, String code) throws IOException {
        return post("/enter", "", "name=" + name + "&code=" + code);
    }

    private String answer(String entered, String action) throws IOException {
        return post("/answer", cookie(entered), "token=" + tokenOf(entered) + "&id=" + id + "&seq=1&action=" + action);
    }

    private String read() throws IOException {
        return details(enter("mara", mara.code().reveal()), mara.code().reveal());
    }

    private String details(String entered, String code) throws IOException {
        return post("/details", cookie(entered), "token=" + tokenOf(entered) + "&id=" + id + "&name=mara&code=" + code);
    }

    private String tokenOf(String entered) throws IOException {
        Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(get("/", cookie(entered)));
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private String tokenOfMachine() throws IOException {
        return PageAuth.open(folder.resolve("partner/page.code")).formToken();
    }

    private static String cookie(String entered) {
        Matcher cookie = Pattern.compile("penah-partner=([^;]+);").matcher(entered);
        assertThat(cookie.find()).as(entered).isTrue();
        return cookie.group(1);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n"));
    }

    private String get(String path, String cookie) throws IOException {
        return ask("GET", path, ONION, "", "penah-partner=" + cookie, "");
    }

    private String post(String path, String cookie, String fields) throws IOException {
        return ask("POST", path, ONION, "http://" + ONION, "penah-partner=" + cookie, fields);
    }

    /** Java's client would not send another host's name. */
    private String ask(String method, String path, String host, String origin, String cookie, String fields)
            throws IOException {
        String headers = (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n")
                + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n");
        String body = method.equals("POST") ? fields : "";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Content-Length: "
                                    + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
