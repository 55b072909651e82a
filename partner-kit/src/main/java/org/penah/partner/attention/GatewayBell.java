package org.penah.partner.attention;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Posts the words to one address, which calls a phone. */
record GatewayBell(URI address) implements Bell {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    GatewayBell {
        boolean isHere = "http".equals(address.getScheme()) && "127.0.0.1".equals(address.getHost());
        boolean isSealed = "https".equals(address.getScheme()) && address.getHost() != null;
        if (!isSealed && !isHere) {
            throw new IllegalArgumentException("a gateway is https://…, or http://127.0.0.1 on this machine");
        }
    }

    @Override
    public void ring(String words) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(DEADLINE)
                .header("content-type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(words))
                .build();
        int status = HttpClient.newBuilder()
                .connectTimeout(DEADLINE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status / 100 != 2) {
            throw new IOException("the gateway answered " + status);
        }
    }
}
