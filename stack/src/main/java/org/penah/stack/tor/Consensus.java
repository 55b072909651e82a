package org.penah.stack.tor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Reads the authorities' common list of the network's members.
 *
 * @param authority address and directory port of one of them
 * @param members how many there must be; a client that learns of fewer finds no way and asks again only a minute later
 */
record Consensus(String authority, int members) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    boolean isComplete() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + authority + "/tor/status-vote/current/consensus-microdesc"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> consensus = HTTP.send(request, BodyHandlers.ofString());
            return consensus.statusCode() == 200
                    && consensus
                                    .body()
                                    .lines()
                                    .filter(line -> line.startsWith("r "))
                                    .count()
                            == members;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
