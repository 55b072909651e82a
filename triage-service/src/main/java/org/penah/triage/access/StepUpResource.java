package org.penah.triage.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The page to which a member returns, in a separate window, after Keycloak has asked once more; the desk waits behind it. */
@Path("/step-up")
class StepUpResource {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>It is you</title>
            <main>
            <h1>It is you</h1>
            <p>Close this window. The desk goes on with what you were about to do. This counts for five minutes.</p>
            </main>
            </html>
            """;

    @GET
    @Produces(MediaType.TEXT_HTML)
    public String back() {
        return PAGE;
    }
}
