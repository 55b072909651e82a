package org.penah.intake.upload;

import java.util.List;
import org.penah.intake.form.Draft;
import org.penah.intake.form.Fault;
import org.penah.intake.page.Page;
import org.penah.intake.tip.SealedTip;
import org.penah.intake.tip.TipStore.Outcome;

/** One tip being sent, from its first byte to its answer; all of it on the request's Vert.x context. */
final class Reception {

    /** What a reception asks of the service around it. */
    interface Desk {
        void keep(SealedTip tip, SealedUpload upload, java.util.function.Consumer<Outcome> answer);

        Page answer(SealedTip tip, Outcome outcome, Draft draft);

        Page refuse(Draft draft, List<Fault> faults);
    }
}
