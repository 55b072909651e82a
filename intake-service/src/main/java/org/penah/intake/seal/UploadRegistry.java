package org.penah.intake.seal;

import io.vertx.core.Future;
import org.penah.intake.form.FormToken;

/** The tips that a script has sealed and brought before its form. */
public interface UploadRegistry {

    /**
     * Hands out the one of this name, to the form that it was begun with; one that is not here, or was handed out before,
     * is answered with {@link CompletedUpload#gone}. To be called on a Vert.x context, which is answered; a {@link
     * RefusedException} if it is not whole.
     */
    Future<CompletedUpload> named(String name, FormToken form);
}
