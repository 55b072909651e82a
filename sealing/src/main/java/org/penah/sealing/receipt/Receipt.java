package org.penah.sealing.receipt;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.security.auth.Destroyable;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.receipt.ReceiptException.Reason;

/**
 * A random number below 10^30, which only its source keeps: as 32 digits or as 10 words (ADR 0004).
 *
 * <p>The digits end in two check digits (ISO 7064 MOD 97-10), which catch every wrong digit and every swap of neighbours.
 * The words hold ten check bits after the number, chosen so that the whole is 1 modulo the prime 1021; they catch every
 * wrong word and every swap of neighbours, unless the two words stand 1021 or 2042 places apart in the list.
 */
public final class Receipt implements Destroyable {

    private static final BigInteger LIMIT = BigInteger.TEN.pow(30);
    private static final int BITS = 100;
    private static final int NUMBER_DIGITS = 30;
    private static final int DIGITS = 32;
    private static final int DIGIT_CHECK = 97;
    private static final int WORDS = 10;
    private static final int WORD_BITS = 11;
    private static final int WORD_CHECK_BITS = 10;
    private static final BigInteger WORD_CHECK = BigInteger.valueOf(1021);

    /** The number as 30 ASCII digits, which is also what keys are derived from. */
    private byte @Nullable [] number;

    private Receipt(BigInteger number) {
        String digits = number.toString();
        this.number = ("0".repeat(NUMBER_DIGITS - digits.length()) + digits).getBytes(StandardCharsets.US_ASCII);
    }

    /** A new receipt, drawn evenly from all numbers that a receipt may be. */
    public static Receipt generate() {
        var random = new SecureRandom();
        BigInteger number = new BigInteger(BITS, random);
        while (number.compareTo(LIMIT) >= 0) {
            number = new BigInteger(BITS, random);
        }
        return new Receipt(number);
    }

    /**
     * Reads what a source typed: either form, in any case and spacing.
     *
     * @throws ReceiptException if it is mistyped; checking costs next to nothing, so do it before {@link #derive}
     */
    public static Receipt parse(String text) throws ReceiptException {
        String normal = ReceiptText.normalise(text);
        boolean hasDigits = normal.chars().anyMatch(c -> c <= '9' && c != ' ');
        boolean hasLetters = normal.chars().anyMatch(c -> c >= 'a');
        if (hasDigits && hasLetters) {
            throw new ReceiptException(Reason.CHARACTER);
        }
        return hasLetters ? ofWords(normal.split(" ")) : ofDigits(normal.replace(" ", ""));
    }

    private static Receipt ofDigits(String digits) throws ReceiptException {
        if (digits.length() != DIGITS) {
            throw new ReceiptException(Reason.LENGTH);
        }
        BigInteger number = new BigInteger(digits.substring(0, NUMBER_DIGITS));
        // Compared whole, not by remainder: 97, 98 and 99 would otherwise be second spellings of 00, 01 and 02.
        if (!digits.endsWith(checkDigits(number))) {
            throw new ReceiptException(Reason.CHECK);
        }
        return new Receipt(number);
    }

    private static Receipt ofWords(String[] words) throws ReceiptException {
        if (words.length != WORDS) {
            throw new ReceiptException(Reason.LENGTH);
        }
        BigInteger value = BigInteger.ZERO;
        for (String word : words) {
            Integer place = WordList.number(word);
            if (place == null) {
                throw new ReceiptException(Reason.WORD);
            }
            value = value.shiftLeft(WORD_BITS).or(BigInteger.valueOf(place));
        }
        BigInteger number = value.shiftRight(WORD_CHECK_BITS);
        if (number.compareTo(LIMIT) >= 0 || !withWordCheck(number).equals(value)) {
            throw new ReceiptException(Reason.CHECK);
        }
        return new Receipt(number);
    }

    /** Eight groups of four digits. */
    public String toDigits() {
        String digits = text() + checkDigits(value());
        return IntStream.range(0, DIGITS / 4)
                .mapToObj(group -> digits.substring(4 * group, 4 * group + 4))
                .collect(Collectors.joining(" "));
    }

    /** Ten words. */
    public String toWords() {
        BigInteger value = withWordCheck(value());
        return IntStream.range(0, WORDS)
                .map(word -> WORD_BITS * (WORDS - 1 - word))
                .map(shift -> value.shiftRight(shift).intValue() & (WordList.SIZE - 1))
                .mapToObj(WordList::word)
                .collect(Collectors.joining(" "));
    }

    /** Derives what the receipt opens: about a millisecond and 1 MiB with the parameters of ADR 0004. */
    public ReceiptKeys derive(ReceiptParameters parameters) {
        return ReceiptKeys.derive(live(), parameters);
    }

    private static String checkDigits(BigInteger number) {
        BigInteger hundredfold = number.multiply(BigInteger.valueOf(100));
        int check = DIGIT_CHECK
                + 1
                - hundredfold.mod(BigInteger.valueOf(DIGIT_CHECK)).intValue();
        return String.format(Locale.ROOT, "%02d", check);
    }

    private static BigInteger withWordCheck(BigInteger number) {
        BigInteger shifted = number.shiftLeft(WORD_CHECK_BITS);
        return shifted.add(BigInteger.ONE.subtract(shifted).mod(WORD_CHECK));
    }

    private BigInteger value() {
        return new BigInteger(text());
    }

    private String text() {
        return new String(live(), StandardCharsets.US_ASCII);
    }

    private byte[] live() {
        byte[] live = number;
        if (live == null) {
            throw new IllegalStateException("the receipt was destroyed");
        }
        return live;
    }

    @Override
    public void destroy() {
        if (number != null) {
            Arrays.fill(number, (byte) 0);
            number = null;
        }
    }

    @Override
    public boolean isDestroyed() {
        return number == null;
    }

    @Override
    public String toString() {
        return "Receipt[redacted]";
    }
}
