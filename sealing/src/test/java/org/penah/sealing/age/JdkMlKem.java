package org.penah.sealing.age;

import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;

/** The JDK's own ML-KEM-768 (since 24), by reflection because the sources are compiled for 17. */
final class JdkMlKem {

    static final int KEY_BYTES = 1184;
    static final int SEED_BYTES = 64;
    private static final String NAME = "ML-KEM-768";
    private static final byte[] X509_PREFIX =
            HexFormat.of().parseHex("308204b2300b0609608648016503040402" + "038204a100");

    private JdkMlKem() {}

    static boolean isPresent() {
        try {
            KeyFactory.getInstance(NAME);
            return true;
        } catch (GeneralSecurityException missing) {
            return false;
        }
    }

    /** The key pair of FIPS 203's seed, d and z. */
    static KeyPair keyPair(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
        generator.initialize(new NamedParameterSpec(NAME), new Replay(seed));
        return generator.generateKeyPair();
    }

    static byte[] raw(PublicKey key) {
        return Arrays.copyOfRange(key.getEncoded(), X509_PREFIX.length, X509_PREFIX.length + KEY_BYTES);
    }

    /** Answers the ciphertext and the shared secret. */
    static byte[][] encapsulate(byte[] rawKey) throws ReflectiveOperationException, GeneralSecurityException {
        byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
        System.arraycopy(rawKey, 0, x509, X509_PREFIX.length, KEY_BYTES);
        PublicKey key = KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(x509));
        Object encapsulated = call(call(kem(), "newEncapsulator", PublicKey.class, key), "encapsulate");
        SecretKey secret = (SecretKey) call(encapsulated, "key");
        return new byte[][] {(byte[]) call(encapsulated, "encapsulation"), secret.getEncoded()};
    }

    static byte[] decapsulate(PrivateKey key, byte[] ciphertext) throws ReflectiveOperationException {
        Object decapsulator = call(kem(), "newDecapsulator", PrivateKey.class, key);
        return ((SecretKey) call(decapsulator, "decapsulate", byte[].class, ciphertext)).getEncoded();
    }

    private static Object kem() throws ReflectiveOperationException {
        return Class.forName("javax.crypto.KEM")
                .getMethod("getInstance", String.class)
                .invoke(null, NAME);
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    private static Object call(Object target, String name, Class<?> type, Object argument)
            throws ReflectiveOperationException {
        Method method = target.getClass().getMethod(name, type);
        return method.invoke(target, argument);
    }

    /** Hands out given bytes once, as if they were random. */
    private static final class Replay extends SecureRandom {

        private final byte[] bytes;
        private int at;

        private Replay(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] out) {
            System.arraycopy(bytes, at, out, 0, out.length);
            at += out.length;
        }
    }
}
