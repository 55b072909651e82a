package org.penah.triage.view;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.text.OwnText;

/** Keeps a member's saved views, and gives them to nobody else. */
@Path("/api/views")
class SavedViewsResource {

    private final OwnText text;

    SavedViewsResource(MemberRequest request) {
        this.text = new OwnText(request, "saved_views");
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
