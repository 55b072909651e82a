package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    static Stream<Identity> identities() {
        return Stream.of(
                HybridIdentity.generate(),
                X25519Identity.generate(),
                PassphraseIdentity.of("correct horse".toCharArray()));
    }

    @ParameterizedTest
    @MethodSource("identities")
    void showsNothing(Identity identity) {
        // When
        String shown = identity.toString();

        // Then
        assertThat(shown).isEqualTo(identity.getClass().getSimpleName() + "[redacted]");
    }

    @ParameterizedTest
    @MethodSource("identities")
    void isWipedWhenDestroyed(Identity identity) {
        // Given
        byte[] secret = identity.secret();
        boolean before = identity.isDestroyed();

        // When
        identity.destroy();
        identity.destroy();

        // Then
        assertThat(before).isFalse();
        assertThat(identity.isDestroyed()).isTrue();
        assertThat(secret).containsOnly(0);
        assertThatIllegalStateException().isThrownBy(identity::secret).withMessage("the key was destroyed");
    }

    @Test
    void opensNothingWhenDestroyed() {
        // Given
        HybridIdentity identity = HybridIdentity.generate();
        byte[] file = Sealed.seal(new byte[1], identity.recipient());
        identity.destroy();

        // When
        Throwable refused = catchThrowable(() -> Sealed.pull(file, identity));

        // Then
        assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessage("the key was destroyed");
    }

    @Test
    void fileKeyIsWipedAndShowsNothing() {
        // Given
        Secret secret = Secret.random(FileKey.BYTES);
        byte[] bytes = secret.bytes();

        // When
        new FileKey(secret).close();

        // Then
        assertThat(bytes).containsOnly(0);
        assertThat(secret).hasToString("[redacted]");
    }

    @Test
    void comesFromASeedOfWhichItKeepsACopy() {
        // Given
        byte[] seed = Sealed.plain(HybridIdentity.SEED_BYTES);
        HybridIdentity identity = HybridIdentity.ofSeed(seed);
        String text = new String(identity.exportSecret());

        // When
        Arrays.fill(seed, (byte) 0);

        // Then
        assertThat(new String(identity.exportSecret())).isEqualTo(text).startsWith("AGE-SECRET-KEY-PQ-1");
        assertThat(identity.recipient().toString())
                .isEqualTo(HybridIdentity.parse(text).recipient().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void comesFromNoOtherLengthOfSeed(int length) {
        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> HybridIdentity.ofSeed(new byte[length]));

        // Then
        refusal.withMessage("a seed has 32 bytes, not " + length);
    }

    @Test
    void isGeneratedAnewEachTime() {
        // Given
        char[] first = HybridIdentity.generate().exportSecret();

        // When
        char[] second = HybridIdentity.generate().exportSecret();

        // Then
        assertThat(second).isNotEqualTo(first);
        assertThat(X25519Identity.generate().exportSecret())
                .isNotEqualTo(X25519Identity.generate().exportSecret());
    }

    @Test
    void isFoundByItsText() {
        // Given
        HybridIdentity hybrid = HybridIdentity.generate();
        X25519Identity classic = X25519Identity.generate();

        // When
        Identity parsed = Identity.parse(new String(hybrid.exportSecret()));

        // Then
        assertThat(parsed).isInstanceOf(HybridIdentity.class);
        assertThat(Identity.parse(new String(classic.exportSecret()))).isInstanceOf(X25519Identity.class);
        assertThat(Recipient.parse(hybrid.recipient().toString()))
                .hasToString(hybrid.recipient().toString());
        assertThat(Recipient.parse(classic.recipient().toString())).isInstanceOf(X25519Recipient.class);
    }

    @Test
    void passphraseIsACopyAndIsWiped() throws Exception {
        // Given
        char[] chars = "pənah 🕊".toCharArray();
        PassphraseRecipient recipient = PassphraseRecipient.of(chars, 1);
        PassphraseIdentity identity = PassphraseIdentity.of(chars);
        Arrays.fill(chars, 'x');
        byte[] file = Sealed.seal(new byte[3], recipient);
        boolean before = recipient.isDestroyed();

        // When
        recipient.destroy();

        // Then
        assertThat(before).isFalse();
        assertThat(Sealed.pull(file, identity)).isEqualTo(new byte[3]);
        assertThat(recipient.isDestroyed()).isTrue();
        assertThat(recipient).hasToString("PassphraseRecipient[redacted]");
        assertThatIllegalStateException().isThrownBy(() -> Sealed.seal(new byte[3], recipient));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ud83d", "a\udd4ab"})
    void passphraseIsUnicodeText(String passphrase) {
        // When
        var refusal =
                assertThatIllegalArgumentException().isThrownBy(() -> PassphraseIdentity.of(passphrase.toCharArray()));

        // Then
        refusal.withMessageStartingWith("the passphrase is");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 23})
    void workFactorIsBounded(int workFactor) {
        // When
        var refusal = assertThatIllegalArgumentException()
                .isThrownBy(() -> PassphraseRecipient.of("a".toCharArray(), workFactor));

        // Then
        refusal.withMessage("a work factor lies between 1 and 22");
        assertThatIllegalArgumentException().isThrownBy(() -> PassphraseIdentity.of("a".toCharArray(), workFactor));
        assertThat(PassphraseIdentity.of("a".toCharArray(), 22)).isNotNull();
    }

    @Test
    void asksForNoMoreWorkThanAllowed() throws Exception {
        // Given
        char[] passphrase = "correct horse".toCharArray();
        byte[] file = Sealed.seal(new byte[3], PassphraseRecipient.of(passphrase, 11));

        // When
        Throwable refused = catchThrowable(() -> Sealed.pull(file, PassphraseIdentity.of(passphrase, 10)));

        // Then
        assertThat(refused).hasMessage("the passphrase's work factor 11 is above the limit of 10");
        assertThat(Sealed.pull(file, PassphraseIdentity.of(passphrase, 11))).hasSize(3);
    }

    @Test
    void recipientOfLowOrderIsRefused() {
        // Given
        String zero = new String(Bech32.encode(X25519Recipient.PREFIX, new byte[32]));
        HybridRecipient good = HybridIdentity.generate().recipient();
        byte[] key = Bech32.decode(HybridRecipient.PREFIX, good.toString(), 1216);
        Arrays.fill(key, 1184, 1216, (byte) 0);
        String hybridZero = new String(Bech32.encode(HybridRecipient.PREFIX, key));

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> Recipient.parse(zero));

        // Then
        refusal.withMessage("this age key is not a usable public key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recipient.parse(hybridZero))
                .withMessage("this age key is not a usable public key");
    }

    @Test
    void recipientThatIsNoMlKemKeyIsRefused() {
        // Given
        HybridRecipient good = HybridIdentity.generate().recipient();
        byte[] key = Bech32.decode(HybridRecipient.PREFIX, good.toString(), 1216);
        Arrays.fill(key, 0, 3, (byte) 0xff);
        String text = new String(Bech32.encode(HybridRecipient.PREFIX, key));

        // When
        var refusal = assertThatIllegalArgumentException().isThrownBy(() -> Recipient.parse(text));

        // Then
        refusal.withMessageContaining("Modulus");
    }

    @Test
    void wrongPassphraseIsNoMatch() {
        // Given
        byte[] file = Sealed.seal(new byte[3], PassphraseRecipient.of("one".toCharArray(), 1));

        // When
        var refusal =
                assertThatIOException().isThrownBy(() -> Sealed.pull(file, PassphraseIdentity.of("two".toCharArray())));

        // Then
        refusal.withMessage("none of the identities opens this file");
    }
}
