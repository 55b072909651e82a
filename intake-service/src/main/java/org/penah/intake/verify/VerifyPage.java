package org.penah.intake.verify;

import io.quarkus.qute.TemplateInstance;
import java.util.List;
import org.penah.intake.form.Topic;
import org.penah.intake.page.PageLayout;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.minisign.MinisignPublicKey;

/** The page with the root key and the commands; other keys come out of the list that the root key signed. */
record VerifyPage(PageLayout frame, MinisignPublicKey root, KeyManifest manifest, boolean overdue, List<Reader> readers)
        implements TemplateInstance {

    /** A queue that has a key today, and whose tips it takes. */
    record Reader(String queue, boolean danger, List<Topic> topics) {}
}
