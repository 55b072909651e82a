package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.text.MemberTextStore;

/** Keeps the root key as each member has typed it, which no service can exchange for another. */
@Path("/api/root-key")
class RootKeyResource {

    private final MemberTextStore text;

    RootKeyResource(MemberRequest request) {
        this.text = new MemberTextStore(request, "root_key");
    }

    @GET
    public Uni<MemberTextStore.Sealed> kept() {
        return text.kept();
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> keep(MemberTextStore.@Nullable Sealed sealed) {
        return text.keep(sealed);
    }
}
