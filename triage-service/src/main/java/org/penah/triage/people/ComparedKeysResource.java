package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.text.MemberTextStore;

/** Keeps a lead's list of keys that they have compared by voice, or made, which no service can read or make. */
@Path("/api/compared-keys")
class ComparedKeysResource {

    private final MemberTextStore text;

    ComparedKeysResource(MemberRequest request) {
        this.text = new MemberTextStore(request, "compared_keys");
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
