package org.penah.partner.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.partner.Penah;

class AnswerLogTest {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @TempDir
    Path folder;

    private final UUID id = UUID.randomUUID();
    private AnswerLog book;

    @BeforeEach
    void open() {
        book = new AnswerLog(folder);
    }

    @Test
    void a_state_that_has_heard_the_number_settles_all_answers_so_far() throws Exception {
        // Given
        Answer claim = given(Action.NEED_INFO, Action.CLAIM).get(1);

        // When
        book.learn(state(alert("\"heard\":1")), List.of(claim));
        assertThat(book.waiting()).containsExactly(claim);
        book.learn(state(alert("\"heard\":2")), List.of(claim));

        // Then
        assertThat(book.waiting()).isEmpty();
        assertThat(book.given(id)).extracting(AnswerLog.Given::known).containsExactly(true, true);
    }

    @Test
    void only_the_last_word_waits() throws Exception {
        Answer last = given(Action.CLAIM, Action.RELEASE, Action.DECLINE).get(2);
        assertThat(book.waiting()).containsExactly(last);
        assertThat(last.number()).isEqualTo(3);
    }

    @Test
    void what_a_whole_state_names_no_more_is_over_once_it_was_sent() throws Exception {
        // Given
        Answer resolve = given(Action.RESOLVE).get(0);

        // When it was never sent, or the state is not whole
        book.learn(state(), List.of());
        book.learn(read("{\"to\":\"safe-house\",\"slot\":10,\"alerts\":[],\"waiting\":2}"), List.of(resolve));
        book.learn(read("{\"to\":\"safe-house\",\"slot\":10,\"alerts\":[],\"trouble\":true}"), List.of(resolve));

        // Then
        assertThat(book.waiting()).containsExactly(resolve);

        // When
        book.learn(state(), List.of(resolve));

        // Then
        assertThat(book.waiting()).isEmpty();
    }

    @Test
    void a_count_that_was_lost_goes_on_from_what_penah_heard() throws Exception {
        // Given a folder that was put back from a backup
        given(Action.CLAIM);

        // When
        book.learn(state(alert("\"heard\":7")), List.of());

        // Then
        assertThat(book.waiting()).containsExactly(new Answer(id, 1, Action.CLAIM, 8));
        assertThat(given(Action.RESOLVE).get(0).number()).isEqualTo(9);
    }

    @Test
    void a_first_acknowledgement_needs_no_number_and_a_later_one_has_one() throws Exception {
        // Given
        List<Answer> two = given(Action.ACKNOWLEDGE, Action.ACKNOWLEDGE);

        // Then
        assertThat(two.get(0).json()).doesNotContain("number");
        assertThat(two.get(1).json()).contains("\"number\":2");

        // When only the message is known to be seen
        book.learn(state(alert("\"answered\":1")), two);

        // Then
        assertThat(book.waiting()).containsExactly(two.get(1));
    }

    @Test
    void one_that_is_spoilt_is_left_out_and_keeps_its_number() throws Exception {
        // Given
        Answer first = given(Action.CLAIM, Action.RESOLVE).get(0);

        for (byte[] spoilt :
                List.of(new byte[0], new byte[] {-1, 0}, "1 unheard-of".getBytes(StandardCharsets.US_ASCII))) {
            // When
            Files.write(folder.resolve(id + ".2.answer"), spoilt);

            // Then
            assertThat(book.waiting()).containsExactly(first);
        }
        assertThat(given(Action.RESOLVE).get(0).number()).isEqualTo(3);
    }

    @Test
    void two_who_answer_at_once_never_take_the_same_number() throws Exception {
        // Given
        ExecutorService many = Executors.newFixedThreadPool(8);
        Alert alert = alert("\"heard\":0");

        // When
        List<Future<Answer>> running = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            running.add(many.submit(() -> new AnswerLog(folder).give(alert, Action.CLAIM)));
        }
        List<Integer> numbers = new ArrayList<>();
        for (Future<Answer> one : running) {
            numbers.add(one.get().number());
        }
        many.shutdown();

        // Then
        assertThat(numbers).doesNotHaveDuplicates().hasSize(40);
    }

    private List<Answer> given(Action... actions) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Action action : actions) {
            answers.add(book.give(alert("\"heard\":0"), action));
        }
        return answers;
    }

    private Alert alert(String more) throws IOException {
        return MAPPER.readValue(
                Penah.alert(id, 1, "Alert", "safe-house").replace("\"to\":", more + ",\"to\":"), Alert.class);
    }

    private static Delivery state(Alert... alerts) {
        return new Delivery("safe-house", 10, List.of(alerts), 0, false, 0);
    }

    private static Delivery read(String json) throws IOException {
        return MAPPER.readValue(json, Delivery.class);
    }
}
