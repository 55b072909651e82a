package org.penah.sealing.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReceiptTypoTest {

    @Property(tries = 200)
    void bothFormsReadBack(@ForAll("receipts") Receipt receipt) throws ReceiptException {
        // When
        Receipt ofDigits = Receipt.parse(receipt.toDigits());
        Receipt ofWords = Receipt.parse(receipt.toWords());

        // Then
        assertThat(ofDigits.toDigits()).isEqualTo(receipt.toDigits());
        assertThat(ofWords.toDigits()).isEqualTo(receipt.toDigits());
    }

    @Property(tries = 50)
    void everyWrongDigitIsCaught(@ForAll("receipts") Receipt receipt) {
        // Given
        String digits = receipt.toDigits().replace(" ", "");
        var typos = new ArrayList<String>();
        for (int at = 0; at < digits.length(); at++) {
            for (char digit = '0'; digit <= '9'; digit++) {
                typos.add(digits.substring(0, at) + digit + digits.substring(at + 1));
            }
        }

        // When
        List<String> accepted =
                typos.stream().filter(ReceiptTypoTest::isAccepted).distinct().toList();

        // Then
        assertThat(accepted).containsExactly(digits);
    }

    @Property(tries = 200)
    void everySwapOfNeighbouringDigitsIsCaught(@ForAll("receipts") Receipt receipt) {
        // Given
        String digits = receipt.toDigits().replace(" ", "");
        var typos = new ArrayList<String>();
        for (int at = 0; at < digits.length() - 1; at++) {
            typos.add(digits.substring(0, at) + digits.charAt(at + 1) + digits.charAt(at) + digits.substring(at + 2));
        }

        // When
        var accepted = typos.stream().filter(ReceiptTypoTest::isAccepted).distinct();

        // Then
        assertThat(accepted.filter(typo -> !typo.equals(digits))).isEmpty();
    }

    @Property(tries = 2000)
    void everySwapOfNeighbouringWordsIsCaughtUnlessTheyStand1021Or2042PlacesApart(@ForAll("receipts") Receipt receipt) {
        // Given
        List<String> words = List.of(receipt.toWords().split(" "));
        var typos = new ArrayList<List<String>>();
        for (int at = 0; at < words.size() - 1; at++) {
            var swapped = new ArrayList<>(words);
            swapped.set(at, words.get(at + 1));
            swapped.set(at + 1, words.get(at));
            typos.add(swapped);
        }

        // When
        var accepted = typos.stream()
                .filter(typo -> isAccepted(String.join(" ", typo)))
                .distinct();

        // Then
        assertThat(accepted.filter(typo -> !typo.equals(words)))
                .allMatch(typo -> IntStream.range(0, words.size())
                        .filter(at -> !typo.get(at).equals(words.get(at)))
                        .allMatch(at -> distance(typo.get(at), words.get(at)) % 1021 == 0));
    }

    private static int distance(String word, String other) {
        return Math.abs(WordList.number(word) - WordList.number(other));
    }

    @Property(tries = 20)
    void aWrongWordIsCaughtUnlessItStands1021Or2042PlacesAway(@ForAll("receipts") Receipt receipt) {
        // Given
        String[] words = receipt.toWords().split(" ");
        int right = WordList.number(words[4]) == null ? -1 : WordList.number(words[4]);
        var accepted = new ArrayList<Integer>();

        // When
        for (int place = 0; place < WordList.SIZE; place++) {
            words[4] = WordList.word(place);
            if (isAccepted(String.join(" ", words))) {
                accepted.add(place);
            }
        }

        // Then
        assertThat(accepted).contains(right).allMatch(place -> Math.abs(place - right) % 1021 == 0);
    }

    /** So a slip of one letter that makes another word of the list is always caught. */
    @Example
    void noTwoWordsThatLookAlikeStandThatFarApart() {
        // Given
        var lookAlikes = new ArrayList<String>();

        // When
        for (int distance : new int[] {1021, 2042}) {
            for (int place = 0; place + distance < WordList.SIZE; place++) {
                if (differInOneLetter(WordList.word(place), WordList.word(place + distance))) {
                    lookAlikes.add(WordList.word(place));
                }
            }
        }

        // Then
        assertThat(lookAlikes).isEmpty();
    }

    /** As the page says that asks for a receipt. */
    @Example
    void everyWordHasThreeToEightEnglishLetters() {
        assertThat(IntStream.range(0, WordList.SIZE).mapToObj(WordList::word))
                .allMatch(word -> word.matches("[a-z]{3,8}"));
    }

    @Property
    void whateverIsTypedIsReadOrRefused(@ForAll String text) {
        // When
        boolean accepted = isAccepted(text);

        // Then
        assertThat(accepted).isFalse();
    }

    @Example
    void aDestroyedReceiptSaysNothing() {
        // Given
        Receipt receipt = Receipt.generate();

        // When
        receipt.destroy();

        // Then
        assertThat(receipt.isDestroyed()).isTrue();
        assertThat(receipt).hasToString("Receipt[redacted]");
        assertThat(catchThrowable(receipt::toDigits)).isInstanceOf(IllegalStateException.class);
    }

    @Provide
    Arbitrary<Receipt> receipts() {
        // Of a supplier's values jqwik takes one, as if there were no others.
        return Arbitraries.randomValue(random -> Receipt.generate())
                .withoutEdgeCases()
                .dontShrink();
    }

    private static boolean isAccepted(String text) {
        try {
            Receipt.parse(text);
            return true;
        } catch (ReceiptException e) {
            return false;
        }
    }

    /** One letter replaced, left out or put in. */
    private static boolean differInOneLetter(String one, String other) {
        int prefix = 0;
        int shorter = Math.min(one.length(), other.length());
        while (prefix < shorter && one.charAt(prefix) == other.charAt(prefix)) {
            prefix++;
        }
        int suffix = 0;
        while (suffix < shorter - prefix
                && one.charAt(one.length() - 1 - suffix) == other.charAt(other.length() - 1 - suffix)) {
            suffix++;
        }
        return Math.max(one.length(), other.length()) - prefix - suffix <= 1;
    }
}
