package org.penah.partner.attention;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configures nudges: {@code nudge.json} in the partner's folder, with a command, a gateway or both. Mail is sent by a
 * command; see docs/partners.md.
 *
 * @param words all that is ever said, at most 80 characters
 * @param command a program and its arguments; it gets the words on its standard input
 * @param gateway an address that the words are posted to
 */
public record NudgeFile(
        @Nullable String words,
        @Nullable List<String> command,
        @Nullable URI gateway) {

    private static final String WORDS = "Look at Penah";
    private static final int MOST_CHARACTERS = 80;

    public NudgeFile {
        words = words == null ? WORDS : words;
        if (words.isBlank() || words.length() > MOST_CHARACTERS || words.matches("(?s).*\\p{Cntrl}.*")) {
            throw new IllegalArgumentException("a nudge's words have 1 to 80 characters, on one line");
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

    List<Bell> bells() {
        String said = words == null ? WORDS : words;
        List<Bell> bells = new ArrayList<>();
        if (command != null && !command.isEmpty()) {
            bells.add(new CommandBell(List.copyOf(command), said));
        }
        if (gateway != null) {
            bells.add(new GatewayBell(gateway, said));
        }
        return bells;
    }

    @Override
    public String toString() {
        return "NudgeFile[redacted]";
    }
}
