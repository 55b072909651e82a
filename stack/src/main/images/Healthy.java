import java.net.HttpURLConnection;
import java.net.NetworkInterface;
import java.net.URI;

/** Asks what runs in the same container, and says what it answers: {@code java -cp /penah Healthy URL}; there is no other program in it that could. */
final class Healthy {

    private static final int PATIENCE_MILLIS = 3000;

    public static void main(String[] url) throws Exception {
        if (NetworkInterface.networkInterfaces().count() < 2) {
            // Whoever held our network has ended and taken it along; only what starts anew finds the next one.
            ProcessHandle.of(1).ifPresent(ProcessHandle::destroy);
        }
        HttpURLConnection asked =
                (HttpURLConnection) URI.create(url[0]).toURL().openConnection();
        asked.setConnectTimeout(PATIENCE_MILLIS);
        asked.setReadTimeout(PATIENCE_MILLIS);
        if (asked.getResponseCode() != 200) {
            System.exit(1);
        }
        asked.getInputStream().transferTo(System.out);
    }
}
