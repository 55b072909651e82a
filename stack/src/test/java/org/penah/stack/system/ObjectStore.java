package org.penah.stack.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * One bucket of an S3-compatible store. S3Proxy checks signatures; in front of it is what speaks TLS and grants to whoever signs what the
 * policies in {@code k8s/bucket} grant to the user of that name.
 */
final class ObjectStore implements AutoCloseable {

    static final String BUCKET = "penah-tips";
    static final int PORT = 9000;
    static final List<String> USERS = List.of("intake-blobs", "triage-blobs");

    private static final Pattern OBJECT = Pattern.compile("/" + BUCKET + "/[^/?]+");
    private static final Pattern SIGNER = Pattern.compile("AWS4-HMAC-SHA256 Credential=([a-z-]+)/.*");
    private static final Map<String, HttpMethod> ACTIONS = Map.of(
            "s3:PutObject", HttpMethod.PUT,
            "s3:GetObject", HttpMethod.GET,
            "s3:DeleteObject", HttpMethod.DELETE);

    private record Grant(String user, Set<HttpMethod> methods, boolean onlyNew) {

        static Grant of(Path policy) throws IOException {
            JsonNode statement = new ObjectMapper().readTree(policy.toFile()).at("/Statement/0");
            JsonNode action = statement.path("Action");
            Set<HttpMethod> methods = new HashSet<>();
            (action.isArray() ? action : List.of(action))
                    .forEach(each -> methods.add(Objects.requireNonNull(ACTIONS.get(each.asText()), each.asText())));
            return new Grant(
                    statement.at("/Principal/AWS").asText().replaceAll(".*/", ""),
                    methods,
                    statement.at("/Condition/Null/s3:if-none-match").asText().equals("false"));
        }

        /** Nothing is granted to the bucket itself, nor to what belongs to an object beside its bytes. */
        boolean covers(HttpServerRequest request) {
            return methods.contains(request.method())
                    && OBJECT.matcher(request.uri()).matches()
                    && !request.headers().contains("x-amz-copy-source")
                    && (!onlyNew || request.headers().contains("If-None-Match"));
        }
    }

    private final List<Grant> grants = new ArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final S3Proxy behind;
    private final HttpServer front;

    /** The store of a container: folders of the bucket, of policies, of secrets by their user's name, and of certificate and key. */
    public static void main(String[] folders) throws Exception {
        new ObjectStore(Path.of(folders[0]), Path.of(folders[1]), Path.of(folders[2]), Path.of(folders[3]), PORT);
    }

    /** The same here. */
    @SuppressWarnings("resource") // The store of files holds nothing open.
    ObjectStore(Path folder, Path policies, Path secrets, Path certificate, int port) throws Exception {
        for (String service : List.of("intake", "triage")) {
            grants.add(Grant.of(policies.resolve(service + "-policy.json")));
        }
        Files.createDirectories(folder.resolve(BUCKET));
        var store = new FilesystemNio2BlobStore(folder.toString());
        behind = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "nobody", "nothing")
                .v4MaxNonChunkedRequestSize(1L << 30)
                .build();
        behind.setBlobStoreLocator((user, bucket, object) ->
                USERS.contains(user) ? new AccessGrant(secret(secrets.resolve(user)), store) : null);
        behind.start();
        PemKeyCertOptions own = new PemKeyCertOptions()
                .addCertPath(certificate.resolve("own.pem").toString())
                .addKeyPath(certificate.resolve("key.pem").toString());
        front = await(
                vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(own))
                        .requestHandler(this::pass)
                        .listen(port));
    }

    /** Makes what the constructor takes for its certificate, for a name in which the store is looked for. */
    static void certify(String name, Path folder) throws IOException {
        Process openssl = new ProcessBuilder(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                                + " -subj /CN=store -addext subjectAltName=DNS:" + name
                                + " -keyout key.pem -out own.pem")
                        .split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        if (openssl.onExit().join().exitValue() != 0) {
            throw new IOException(Files.readString(folder.resolve("log")));
        }
    }

    int port() {
        return front.actualPort();
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private void pass(HttpServerRequest request) {
        Matcher signer = SIGNER.matcher(Objects.requireNonNullElse(request.getHeader("Authorization"), ""));
        if (!signer.matches()
                || grants.stream().noneMatch(grant -> grant.user().equals(signer.group(1)) && grant.covers(request))) {
            request.endHandler(
                    read -> request.response().setStatusCode(403).end("<Error><Code>AccessDenied</Code></Error>"));
            return;
        }
        request.pause();
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost("127.0.0.1")
                .setPort(behind.getPort())
                .setURI(request.uri())
                .setHeaders(request.headers());
        client.request(options)
                .compose(onward -> onward.send(request))
                .compose(answer -> {
                    var response = request.response().setStatusCode(answer.statusCode());
                    response.headers().setAll(answer.headers());
                    return answer.pipeTo(response);
                })
                .onFailure(broken -> request.connection().close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        await(vertx.close());
        try {
            behind.stop();
        } catch (Exception notStopped) {
            throw new IllegalStateException(notStopped);
        }
    }
}
