package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.text.OwnText;

/** Keeps a lead's list of keys that they have compared by voice, or made, which no service can read or make. */
@Path("/api/compared-keys")
class ComparedKeysResource {

    private final OwnText text;

    ComparedKeysResource(MemberRequest request) {
        this.text = new OwnText(request, "compared_keys");
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
