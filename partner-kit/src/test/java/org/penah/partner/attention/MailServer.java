package org.penah.partner.attention;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.penah.testbed.tls.Certificate;

/** Takes mail only over TLS, from a client with a name and a password, and records everything that it is told. */
final class MailServer implements AutoCloseable {

    private final Path certificate;
    private final ServerSocket socket;
    private final List<String> said = new CopyOnWriteArrayList<>();

    MailServer(String name) throws Exception {
        Certificate own = Certificate.of(name);
        certificate = own.pem();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(own.keyStore())) {
            store.load(in, Certificate.PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, Certificate.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        socket = context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "mail");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    Path certificate() {
        return certificate;
    }

    /** Each line that its client sent. */
    String said() {
        return String.join("\n", said) + "\n";
    }

    private void serve() {
        try (Socket client = socket.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = client.getOutputStream();
            answer(out, "220 ready");
            boolean isMail = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                said.add(line);
                if (isMail) {
                    isMail = !line.equals(".");
                    if (!isMail) {
                        answer(out, "250 kept");
                    }
                } else {
                    isMail = line.equals("DATA");
                    answer(out, reply(line));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static String reply(String line) {
        return switch (line.split(" ", 2)[0]) {
            case "EHLO" -> "250-mail\r\n250 AUTH PLAIN";
            case "AUTH" -> "334 ";
            case "MAIL", "RCPT" -> "250 yes";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            // The name and the password.
            default -> "235 yes";
        };
    }

    private static void answer(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
