package org.penah.triage.access;

import io.quarkus.oidc.JavaScriptRequestChecker;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps an expired session from sending anything but the start page to the sign-in page. */
@ApplicationScoped
class NoRedirectForScripts implements JavaScriptRequestChecker {

    @Override
    public boolean isJavaScriptRequest(RoutingContext request) {
        return !Access.isStart(request);
    }
}
