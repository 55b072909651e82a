package org.penah.triage.view;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.text.MemberTextStore;

/** Keeps a member's saved views, and gives them to nobody else. */
@Path("/api/views")
class SavedViewsResource {

    private final MemberTextStore text;

    SavedViewsResource(MemberRequest request) {
        this.text = new MemberTextStore(request, "saved_views");
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
