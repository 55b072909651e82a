package org.penah.triage.view;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.text.OwnText;

/** Keeps a member's saved views, and gives them to nobody else. */
@Path("/api/views")
class SavedViewsResource {

    private final OwnText texts;
    private final SecurityIdentity identity;

    SavedViewsResource(Mutiny.SessionFactory sessions, SecurityIdentity identity) {
        this.texts = new OwnText(sessions, "saved_views");
        this.identity = identity;
    }

    @GET
    public Uni<OwnText.Sealed> kept() {
        return texts.of(Member.of(identity).name());
    }

    @POST
    @ResponseStatus(204)
    public Uni<Void> keep(OwnText.@Nullable Sealed text) {
        return texts.keep(Member.of(identity).name(), text);
    }
}
