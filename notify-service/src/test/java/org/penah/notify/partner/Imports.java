package org.penah.notify.partner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;

/** Takes a file as the service does at its start. */
@ApplicationScoped
public class Imports {

    @Inject
    PartnerImport start;

    public void take(Path file) throws Throwable {
        start.take(file);
    }
}
