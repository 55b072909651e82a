package org.penah.sealing.receipt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.digest.Digest;

/**
 * Lists the 2,048 English words of BIP-39, told apart by their first four letters. The build fetches them; their hash is
 * pinned here, because another list would turn every receipt into another.
 */
final class WordList {

    static final int SIZE = 2048;

    private static final String SHA_256 = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda";
    private static final List<String> WORDS = load();
    private static final Map<String, Integer> NUMBERS = numbers();

    private WordList() {}

    static String word(int number) {
        return WORDS.get(number);
    }

    static @Nullable Integer number(String word) {
        return NUMBERS.get(word);
    }

    private static List<String> load() {
        try (InputStream in = WordList.class.getResourceAsStream("english.txt")) {
            if (in == null) {
                throw new IllegalStateException("the word list is missing from the build");
            }
            byte[] bytes = in.readAllBytes();
            if (!HexFormat.of().formatHex(Digest.sha256(bytes)).equals(SHA_256)) {
                throw new IllegalStateException("the word list is not the published one");
            }
            return new String(bytes, StandardCharsets.US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Integer> numbers() {
        var numbers = new HashMap<String, Integer>();
        for (int number = 0; number < SIZE; number++) {
            numbers.put(WORDS.get(number), number);
        }
        return numbers;
    }
}
