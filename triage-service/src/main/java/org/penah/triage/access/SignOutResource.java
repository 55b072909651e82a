package org.penah.triage.access;

import io.quarkus.oidc.OidcProviderClient;
import io.quarkus.oidc.OidcSession;
import io.quarkus.oidc.RefreshToken;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestResponse;

/** Ends a session, here and at Keycloak. */
@Path("/logout")
class SignOutResource {

    private final OidcSession session;
    private final OidcProviderClient keycloak;
    private final RefreshToken refreshToken;

    SignOutResource(OidcSession session, OidcProviderClient keycloak, RefreshToken refreshToken) {
        this.session = session;
        this.keycloak = keycloak;
        this.refreshToken = refreshToken;
    }

    // Keycloak ends its own session with the last token of it; a redirect there would put the ID token into an address.
    @POST
    public Uni<RestResponse<Void>> signOut() {
        return session.logout()
                .chain(() -> keycloak.revokeRefreshToken(refreshToken.getToken()))
                .map(revoked -> RestResponse.ResponseBuilder.<Void>noContent()
                        .header("Clear-Site-Data", "\"cache\", \"storage\"")
                        .build());
    }
}
