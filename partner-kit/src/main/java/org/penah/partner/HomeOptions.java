package org.penah.partner;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.Home;
import picocli.CommandLine.Option;

/** Takes the partner's folder as an option of a command. */
final class HomeOptions {

    @Option(
            names = "--dir",
            required = true,
            defaultValue = "${env:PENAH_PARTNER_DIR}",
            description = "The folder that init made; without it, the environment's PENAH_PARTNER_DIR.")
    private Path folder;

    @Option(names = "--penah", description = "The file that Penah handed over; without it, penah.json in the folder.")
    private @Nullable Path credentials;

    Home home() {
        return credentials == null ? new Home(folder) : new Home(folder, credentials);
    }
}
