import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;

/** Asks the service in the same container, or reads its log, and prints what is there: {@code java -cp /penah Healthy URL}; the image has no other program for that. */
final class Healthy {

    private static final int PATIENCE_MILLIS = 3000;

    public static void main(String[] url) throws Exception {
        URLConnection asked = URI.create(url[0]).toURL().openConnection();
        asked.setConnectTimeout(PATIENCE_MILLIS);
        asked.setReadTimeout(PATIENCE_MILLIS);
        if (asked instanceof HttpURLConnection http && http.getResponseCode() != 200) {
            System.exit(1);
        }
        asked.getInputStream().transferTo(System.out);
    }
}
