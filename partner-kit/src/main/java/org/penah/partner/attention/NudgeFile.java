package org.penah.partner.attention;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Configures nudges: {@code nudge.json} in the partner's folder, with a command, a gateway or both. Mail is sent by a
 * command; see docs/partners.md.
 *
 * @param words what is said when somebody must look, at most 80 characters
 * @param calm what is said on the beat when nobody must, in as many bytes; null without a beat
 * @param everySeconds the beat: something is sent each time, with need or without, so that nobody on the way sees the need; null
 * sends only when somebody must look
 * @param command a program and its arguments; it gets the words on its standard input
 * @param gateway an address that the words are posted to
 */
public record NudgeFile(
        @Nullable String words,
        @Nullable String calm,
        @Nullable Integer everySeconds,
        @Nullable List<String> command,
        @Nullable URI gateway) {

    /** What somebody must know whose nudges are on no beat. */
    public static final String SHOWS =
            "NUDGES ARE SEEN: one is sent only when somebody must look, so an observer of your line learns when. With calm and"
                    + " everySeconds in nudge.json the same leaves on a beat, with need or without.";

    private static final String WORDS = "Look at Penah";
    private static final int MOST_CHARACTERS = 80;
    private static final int SHORTEST = 30;
    private static final int LONGEST = 3600;

    public NudgeFile {
        words = words == null ? WORDS : words;
        requireSentence(words);
        if ((calm == null) != (everySeconds == null)) {
            throw new IllegalArgumentException("a beat needs both calm and everySeconds");
        }
        if (calm != null && everySeconds != null) {
            requireSentence(calm);
            if (calm.equals(words) || bytes(calm) != bytes(words)) {
                throw new IllegalArgumentException(
                        "calm differs from words and has as many bytes, so that its size tells" + " nothing");
            }
            if (everySeconds < SHORTEST || everySeconds > LONGEST) {
                throw new IllegalArgumentException("everySeconds is " + SHORTEST + " to " + LONGEST);
            }
        }
        if (gateway == null && (command == null || command.isEmpty())) {
            throw new IllegalArgumentException("a nudge needs a command or a gateway");
        }
    }

    /** Reads the file. */
    public static NudgeFile read(Path file) throws IOException {
        try {
            return JsonMapper.builder().build().readValue(Files.readAllBytes(file), NudgeFile.class);
        } catch (JacksonException malformed) {
            Throwable cause = malformed.getCause();
            // Jackson would quote the file, and it may hold a secret.
            String why = cause instanceof IllegalArgumentException
                    ? cause.getMessage()
                    : "is not the file that it should be";
            throw new IOException(file + ": " + why);
        }
    }

    private static void requireSentence(String sentence) {
        if (sentence.isBlank() || sentence.length() > MOST_CHARACTERS || sentence.matches("(?s).*\\p{Cntrl}.*")) {
            throw new IllegalArgumentException("a nudge's words have 1 to 80 characters, on one line");
        }
    }

    private static int bytes(String sentence) {
        return sentence.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What is said when somebody must look, and otherwise on the beat. */
    String sentence(boolean mustLook) {
        return Objects.requireNonNull(mustLook ? words : calm);
    }

    /** Whether something is sent each time, with need or without. */
    public boolean isOnBeat() {
        return everySeconds != null;
    }

    /** The beat; null if nudges are sent only when somebody must look. */
    @Nullable
    Duration beat() {
        return everySeconds == null ? null : Duration.ofSeconds(everySeconds);
    }

    List<Bell> bells() {
        List<Bell> bells = new ArrayList<>();
        if (command != null && !command.isEmpty()) {
            bells.add(new CommandBell(List.copyOf(command)));
        }
        if (gateway != null) {
            bells.add(new GatewayBell(gateway));
        }
        return bells;
    }

    @Override
    public String toString() {
        return "NudgeFile[redacted]";
    }
}
