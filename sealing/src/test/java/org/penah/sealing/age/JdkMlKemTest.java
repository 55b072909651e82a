package org.penah.sealing.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The hybrid recipient type written a second time, from its specification, on the JDK's ML-KEM and SHA-3: what differs
 * between the two is a bug in one of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdkMlKemTest {

    private static final int KEM_CIPHERTEXT_BYTES = 1088;
    private static final byte[] SEED = Sealed.plain(HybridIdentity.SEED_BYTES);

    private final HybridIdentity identity = HybridIdentity.ofSeed(SEED);
    private final byte[] recipient =
            Bech32.decode("age1pq", identity.recipient().toString(), 1216);
    private final byte[] x25519Key = Arrays.copyOfRange(recipient, JdkMlKem.KEY_BYTES, recipient.length);

    @BeforeAll
    static void mlKem() {
        Assumptions.assumeTrue(JdkMlKem.isPresent(), "this JDK has no ML-KEM: run with 24 or newer, -Djvm=…/bin/java");
    }

    @Test
    void derivesTheSameKey() throws Exception {
        // When
        KeyPair pair = JdkMlKem.keyPair(Arrays.copyOf(expandedSeed(), JdkMlKem.SEED_BYTES));

        // Then
        assertThat(JdkMlKem.raw(pair.getPublic())).isEqualTo(Arrays.copyOf(recipient, JdkMlKem.KEY_BYTES));
    }

    @Test
    void opensWhatWeWrap() throws Exception {
        // Given
        FileKey fileKey = FileKey.random();
        Stanza stanza = identity.recipient().wrap(fileKey);
        byte[] encapsulated = Base64Text.decode(stanza.args().get(1));
        byte[] share = Arrays.copyOfRange(encapsulated, KEM_CIPHERTEXT_BYTES, encapsulated.length);
        KeyPair pair = JdkMlKem.keyPair(Arrays.copyOf(expandedSeed(), JdkMlKem.SEED_BYTES));

        // When
        byte[] pqSecret = JdkMlKem.decapsulate(pair.getPrivate(), Arrays.copyOf(encapsulated, KEM_CIPHERTEXT_BYTES));

        // Then
        byte[] scalar = Arrays.copyOfRange(expandedSeed(), JdkMlKem.SEED_BYTES, expandedSeed().length);
        SecondHpke hpke = new SecondHpke(combine(pqSecret, agree(scalar, share), share));
        byte[] opened = stanza.body().clone();
        assertThat(hpke.cipher().open(hpke.nonce(), opened, opened.length)).isEqualTo(FileKey.BYTES);
        assertThat(Arrays.copyOf(opened, FileKey.BYTES)).isEqualTo(fileKey.bytes());
    }

    @Test
    void wrapsWhatWeOpen() throws Exception {
        // Given
        byte[] fileKey = Sealed.plain(FileKey.BYTES);
        byte[] ephemeral = Sealed.plain(X25519.SCALAR_SIZE);
        byte[] share = new byte[X25519.POINT_SIZE];
        X25519.scalarMultBase(ephemeral, 0, share, 0);
        byte[][] kem = JdkMlKem.encapsulate(Arrays.copyOf(recipient, JdkMlKem.KEY_BYTES));
        SecondHpke hpke = new SecondHpke(combine(kem[1], agree(ephemeral, x25519Key), share));
        byte[] body = Arrays.copyOf(fileKey, FileKey.WRAPPED_BYTES);
        hpke.cipher().seal(hpke.nonce(), body, FileKey.BYTES);
        byte[] encapsulated = Arrays.copyOf(kem[0], KEM_CIPHERTEXT_BYTES + share.length);
        System.arraycopy(share, 0, encapsulated, KEM_CIPHERTEXT_BYTES, share.length);

        // When
        FileKey opened = identity.unwrap(new Stanza(List.of("mlkem768x25519", Base64Text.encode(encapsulated)), body));

        // Then
        assertThat(opened.bytes()).isEqualTo(fileKey);
    }

    private static byte[] agree(byte[] scalar, byte[] point) {
        byte[] secret = new byte[X25519.POINT_SIZE];
        assertThat(X25519.calculateAgreement(scalar, 0, point, 0, secret, 0)).isTrue();
        return secret;
    }

    /** The combiner of draft-connolly-cfrg-xwing-kem, section 5.3. */
    private byte[] combine(byte[] pqSecret, byte[] classicSecret, byte[] share) throws Exception {
        MessageDigest sha3 = MessageDigest.getInstance("SHA3-256");
        sha3.update(pqSecret);
        sha3.update(classicSecret);
        sha3.update(share);
        sha3.update(x25519Key);
        sha3.update("\\.//^\\".getBytes(StandardCharsets.US_ASCII));
        return sha3.digest();
    }

    /** The seeds of both halves, section 5.2 of the same. */
    private static byte[] expandedSeed() {
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(SEED, 0, SEED.length);
        byte[] expanded = new byte[JdkMlKem.SEED_BYTES + X25519.SCALAR_SIZE];
        shake.doFinal(expanded, 0, expanded.length);
        return expanded;
    }
}
