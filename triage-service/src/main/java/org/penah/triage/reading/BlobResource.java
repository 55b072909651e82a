package org.penah.triage.reading;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.blob.BlobGoneException;
import org.penah.triage.blob.BlobStore;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.MovedTips;
import org.penah.triage.tip.Tips;

/** Hands a sealed tip to the browser that can open it, as fast as the browser takes it. */
@Path("/api/tips/{tipId}/blob")
class BlobResource {

    private static final Logger LOG = Logger.getLogger(BlobResource.class);

    private final MemberRequest request;
    private final Tips tips;
    private final MovedTips moved;
    private final BlobStore blobs;
    private final Journal journal;

    /**
     * What is read of a tip.
     *
     * @param header in place of the file's own, if the tip was moved
     */
    private record Sealed(UUID blobId, Optional<byte[]> header) {}

    BlobResource(MemberRequest request, Tips tips, MovedTips moved, BlobStore blobs, Journal journal) {
        this.request = request;
        this.tips = tips;
        this.moved = moved;
        this.blobs = blobs;
        this.journal = journal;
    }

    @GET
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public RestMulti<Buffer> blob(@RestPath UUID tipId, @RestQuery boolean preview) {
        return RestMulti.fromUniResponse(recorded(tipId, preview).chain(this::sealedBytes), Function.identity());
    }

    private Uni<Sealed> recorded(UUID tipId, boolean preview) {
        return request.change((session, member) -> tips.open(session, member, tipId)
                .chain(tip -> moved.header(session, tip).map(header -> new Sealed(tip.blobId(), header)))
                .call(() -> preview
                        ? journal.recordOnceADay(session, member, Deed.TIP_PREVIEWED, tipId.toString())
                        : journal.record(session, member, Deed.BLOB_FETCHED, tipId)));
    }

    private Uni<Multi<Buffer>> sealedBytes(Sealed tip) {
        return blobs.get(tip.blobId())
                .map(bytes -> tip.header()
                        .map(header -> OtherHeader.in(bytes, header))
                        .orElse(bytes))
                .onFailure(BlobGoneException.class)
                .transform(gone -> {
                    LOG.error(gone.getMessage());
                    return ProblemException.blobGone();
                });
    }
}
