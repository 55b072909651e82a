package org.penah.partner.attention;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts the words to one address, which calls a phone.
 *
 * @param deadline for the whole exchange
 */
record GatewayBell(URI address, Duration deadline) implements Bell {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    GatewayBell {
        boolean isHere = "http".equals(address.getScheme()) && "127.0.0.1".equals(address.getHost());
        boolean isSealed = "https".equals(address.getScheme()) && address.getHost() != null;
        if (!isSealed && !isHere) {
            throw new IllegalArgumentException("a gateway is https://…, or http://127.0.0.1 on this machine");
        }
    }

    GatewayBell(URI address) {
        this(address, DEADLINE);
    }

    @Override
    public void ring(String words) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("content-type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(words))
                .build();
        CompletableFuture<HttpResponse<Void>> answer = HttpClient.newBuilder()
                .connectTimeout(deadline)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding());
        int status;
        try {
            // A request's timeout ends with the headers, and a gateway can stall after them.
            status = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("the gateway did not answer completely in time");
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        } finally {
            answer.cancel(true);
        }
        if (status / 100 != 2) {
            throw new IOException("the gateway answered " + status);
        }
    }
}
