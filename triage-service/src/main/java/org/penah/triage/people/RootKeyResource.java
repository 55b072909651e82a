package org.penah.triage.people;

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

/** Keeps the root key as each member has typed it, which no service can exchange for another. */
@Path("/api/root-key")
class RootKeyResource {

    private final OwnText texts;
    private final SecurityIdentity identity;

    RootKeyResource(Mutiny.SessionFactory sessions, SecurityIdentity identity) {
        this.texts = new OwnText(sessions, "root_key");
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
