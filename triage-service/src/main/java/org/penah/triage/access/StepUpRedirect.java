package org.penah.triage.access;

import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.OidcRedirectFilter;
import io.quarkus.oidc.Redirect;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks Keycloak for the second level on the way from {@code /step-up}, and for nothing less: the claim is essential. */
@ApplicationScoped
@Unremovable // found by its type at run time
@Redirect(Redirect.Location.OIDC_AUTHORIZATION)
class StepUpRedirect implements OidcRedirectFilter {

    private static final String CLAIMS =
            "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"" + StepUp.LEVEL + "\"]}}}";

    @Override
    public void filter(OidcRedirectContext redirect) {
        if (Access.isStepUp(redirect.routingContext())) {
            redirect.additionalQueryParams().set("claims", CLAIMS);
        }
    }
}
