package org.penah.intake.verify;

import io.quarkus.qute.TemplateInstance;
import java.util.List;
import org.penah.intake.form.Topic;
import org.penah.intake.page.Frame;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.minisign.MinisignPublicKey;

/** The page with the keys and the commands. */
record VerifyPage(Frame frame, MinisignPublicKey root, KeyManifest manifest, boolean overdue, List<Reader> readers)
        implements TemplateInstance {

    /**
     * A queue, and whose tips it takes.
     *
     * @param recipient {@code age1pq1…}, that a file is sealed to today
     */
    record Reader(String queue, String recipient, boolean danger, List<Topic> topics) {}
}
