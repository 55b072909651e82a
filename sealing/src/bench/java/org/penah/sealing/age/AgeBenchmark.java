package org.penah.sealing.age;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What Debian's age does in {@link AgeCommand}, on the same files: from a file to /dev/null. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 8, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class AgeBenchmark {

    private static final Path NOWHERE = Path.of("/dev/null");

    private final BenchFiles files = BenchFiles.existing();
    private final HybridIdentity identity = HybridIdentity.generate();
    private final HybridRecipient recipient = identity.recipient();
    private final FileKey fileKey = FileKey.random();
    private final Stanza stanza = recipient.wrap(fileKey);

    @Benchmark
    public void encrypt() throws IOException {
        try (InputStream plain = new FileInputStream(files.plain().toFile());
                OutputStream sealed = new FileOutputStream(NOWHERE.toFile());
                AgeEncryptor encryptor = AgeEncryptor.start(List.of(files.identity().recipient()), sealed)) {
            copy(plain, encryptor);
            encryptor.finish();
        }
    }

    @Benchmark
    public void decryptPulled() throws IOException {
        try (InputStream sealed = new FileInputStream(files.sealed().toFile());
                InputStream plain = AgeDecryptor.open(sealed, List.of(files.identity()));
                OutputStream nowhere = new FileOutputStream(NOWHERE.toFile())) {
            copy(plain, nowhere);
        }
    }

    @Benchmark
    public void decryptPushed() throws IOException {
        try (InputStream sealed = new FileInputStream(files.sealed().toFile());
                OutputStream nowhere = new FileOutputStream(NOWHERE.toFile());
                AgeDecryptor decryptor = AgeDecryptor.start(List.of(files.identity()), nowhere)) {
            copy(sealed, decryptor);
            decryptor.finish();
        }
    }

    @Benchmark
    public Object wrapHybrid() {
        return recipient.wrap(fileKey);
    }

    @Benchmark
    public Object unwrapHybrid() throws AgeException {
        return identity.unwrap(List.of(stanza));
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[Payload.CHUNK_BYTES];
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            to.write(piece, 0, read);
        }
    }
}
