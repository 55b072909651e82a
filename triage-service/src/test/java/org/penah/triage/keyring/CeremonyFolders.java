package org.penah.triage.keyring;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;

/** Takes over a folder of the key ceremony, as the next start would. */
@ApplicationScoped
public class CeremonyFolders {

    private final KeyringImport imports;

    CeremonyFolders(KeyringImport imports) {
        this.imports = imports;
    }

    public void take(Path folder) throws Throwable {
        imports.take(folder);
    }
}
