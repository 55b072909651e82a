package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.text.OwnText;

/** Keeps the root key as each member has typed it, which no service can exchange for another. */
@Path("/api/root-key")
class RootKeyResource {

    private final OwnText text;

    RootKeyResource(MemberRequest request) {
        this.text = new OwnText(request, "root_key");
    }

    @GET
    public Uni<OwnText.Sealed> kept() {
        return text.kept();
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> keep(OwnText.@Nullable Sealed sealed) {
        return text.keep(sealed);
    }
}
