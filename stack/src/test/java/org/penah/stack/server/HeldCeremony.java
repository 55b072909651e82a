package org.penah.stack.server;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.penah.ceremony.Ceremony;

/** A ceremony with one member, who reads the one queue. */
final class HeldCeremony {

    private static final int DAYS = 90;

    private HeldCeremony() {}

    static void hold(Path folder, LocalDate day, char[] passphrase) throws Exception {
        Ceremony ceremony = new Ceremony(folder);
        ceremony.init(passphrase, passphrase);
        KeyImportTest.copy(Path.of("src/main/words"), folder.resolve("words"));
        ceremony.addMember("leyla", passphrase);
        ceremony.addQueue("threat", List.of("leyla"));
        ceremony.startEpoch("threat", day);
        ceremony.sign(day, DAYS, List.of(), passphrase);
    }
}
