package org.penah.stack.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
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
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.penah.testbed.bucket.BucketServer;
import org.penah.testbed.tls.Certificate;

/**
 * One bucket of an S3-compatible store. S3Proxy checks signatures; a proxy in front of it speaks TLS and grants the
 * signing user what the policies in {@code k8s/bucket} grant.
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
    private final BucketServer server;

    /** The store of a container: folders of the bucket, of policies, of secrets by their user's name, and of its certificate. */
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
        server = new BucketServer(
                BUCKET,
                store,
                proxy -> proxy.awsAuthentication(AuthenticationType.AWS_V4, "nobody", "nothing"),
                Certificate.in(certificate),
                port,
                this::isGranted);
        server.locate((user, bucket, object) ->
                USERS.contains(user) ? new AccessGrant(secret(secrets.resolve(user)), store) : null);
    }

    int port() {
        return server.endpoint().getPort();
    }

    private boolean isGranted(HttpServerRequest request) {
        Matcher signer = SIGNER.matcher(Objects.requireNonNullElse(request.getHeader("Authorization"), ""));
        return signer.matches()
                && grants.stream().anyMatch(grant -> grant.user().equals(signer.group(1)) && grant.covers(request));
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
