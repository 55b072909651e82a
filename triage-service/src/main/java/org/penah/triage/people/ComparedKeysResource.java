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

/** Keeps a lead's list of keys that they have compared by voice, or made, which no service can read or make. */
@Path("/api/compared-keys")
class ComparedKeysResource {

    private final OwnText texts;
    private final SecurityIdentity identity;

    ComparedKeysResource(Mutiny.SessionFactory sessions, SecurityIdentity identity) {
        this.texts = new OwnText(sessions, "compared_keys");
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
