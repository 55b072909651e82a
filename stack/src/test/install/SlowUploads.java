import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many uploads of 1 KiB/s at a server's onion listener, each as if through its own circuit, while each second somebody else asks for the
 * form. {@code java SlowUploads.java HOST PORT UPLOADS SECONDS (file | message)}; needs no other class, because a server has none.
 */
class SlowUploads {

    private static final int PER_SECOND = 500;
    private static final long DECLARED = 10L << 20;
    private static final String BOUNDARY = "----a-slow-form";
    private static final Pattern HIDDEN = Pattern.compile("name=\"(once|receipt)\"[^>]* value=\"([^\"]+)\"");

    private final InetSocketAddress place;
    private int pages;
    private int turnedAway;
    private long slowest;

    private SlowUploads(InetSocketAddress place) {
        this.place = place;
    }

    public static void main(String[] arguments) throws Exception {
        SlowUploads slow = new SlowUploads(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])));
        slow.run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]), arguments[4].equals("file"));
    }

    private void run(int count, int seconds, boolean file) throws Exception {
        byte[] begun = beginning(file);
        AtomicBoolean over = new AtomicBoolean();
        Thread visitor = new Thread(() -> visit(over));
        visitor.start();
        List<SocketChannel> uploads = new ArrayList<>();
        int refused = 0;
        long start = System.nanoTime();
        for (int each = 0; each < count; each++) {
            TimeUnit.NANOSECONDS.sleep(start + each * TimeUnit.SECONDS.toNanos(1) / PER_SECOND - System.nanoTime());
            try {
                uploads.add(begin(0x10000 + each, begun));
            } catch (IOException turnedAway) {
                refused++;
            }
        }
        hold(uploads, seconds);
        over.set(true);
        visitor.join();
        System.out.printf(
                "%d uploads of a %s for %d s: %d not let in, %d cut off; %d pages came, the slowest after %d ms; %d did not%n",
                count, file ? "file" : "message", seconds, refused, lost(uploads), pages, slowest, turnedAway);
        for (SocketChannel upload : uploads) {
            upload.close();
        }
    }

    private byte[] beginning(boolean file) throws IOException {
        StringBuilder form = new StringBuilder();
        Matcher hidden = HIDDEN.matcher(page(1));
        while (hidden.find()) {
            form.append(field(hidden.group(1), hidden.group(2)));
        }
        if (form.length() == 0) {
            throw new IOException("no form was served");
        }
        form.append(field("danger", "none")).append(field("topic", "other"));
        form.append(
                file
                        ? "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"slow.mp4\"\r\n"
                                + "Content-Type: video/mp4\r\n\r\n"
                        : "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n");
        String head = "POST /en/tip HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY
                + "\r\nContent-Length: " + DECLARED + "\r\n\r\n";
        return (head + form).getBytes(StandardCharsets.US_ASCII);
    }

    private static String field(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private SocketChannel begin(int circuit, byte[] begun) throws IOException {
        SocketChannel upload = SocketChannel.open(place);
        upload.setOption(StandardSocketOptions.TCP_NODELAY, true);
        upload.write(ByteBuffer.wrap(proxyHeader(circuit)));
        upload.write(ByteBuffer.wrap(begun));
        upload.configureBlocking(false);
        return upload;
    }

    /** As tor tells of a circuit. */
    private static byte[] proxyHeader(int circuit) {
        return "PROXY TCP6 fc00:dead:beef:4dad::%x:%x ::1 50000 80\r\n"
                .formatted(circuit >>> 16, circuit & 0xffff)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A KiB for each in each second, spread evenly over it. */
    private static void hold(List<SocketChannel> uploads, int seconds) throws InterruptedException {
        byte[] piece = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
        long begun = System.nanoTime();
        for (int second = 0; second < seconds; second++) {
            for (int each = 0; each < uploads.size(); each++) {
                if (each % 10 == 0) {
                    long due = begun
                            + TimeUnit.SECONDS.toNanos(second)
                            + TimeUnit.SECONDS.toNanos(1) * each / uploads.size();
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                }
                try {
                    uploads.get(each).write(ByteBuffer.wrap(piece));
                } catch (IOException counted) {
                    // As lost, at the end.
                }
            }
        }
    }

    private static int lost(List<SocketChannel> uploads) {
        int lost = 0;
        for (SocketChannel upload : uploads) {
            try {
                lost += upload.read(ByteBuffer.allocate(1)) == 0 ? 0 : 1;
            } catch (IOException cutOff) {
                lost++;
            }
        }
        return lost;
    }

    private void visit(AtomicBoolean over) {
        for (int circuit = 2; !over.get(); circuit++) {
            long begun = System.nanoTime();
            try {
                page(circuit);
                pages++;
                slowest = Math.max(slowest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            } catch (IOException none) {
                turnedAway++;
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private String page(int circuit) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(20_000);
            socket.connect(place, 20_000);
            socket.getOutputStream().write(proxyHeader(circuit));
            socket.getOutputStream()
                    .write("GET /en/tip HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!page.startsWith("HTTP/1.0 200") && !page.startsWith("HTTP/1.1 200")) {
                throw new IOException("no page");
            }
            return page;
        }
    }
}
