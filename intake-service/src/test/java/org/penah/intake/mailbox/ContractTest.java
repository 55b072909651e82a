package org.penah.intake.mailbox;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.penah.intake.Contract;

/** What we send is what the contract says. */
class ContractTest {

    @Test
    void reply_read() throws IOException {
        Contract.roundTrip("reply-read", "reply-read.v1", ReplyRead.class, ReplyRead.TYPE);
    }

    @Test
    void consent_withdrawn() throws IOException {
        Contract.roundTrip("consent-withdrawn", "consent-withdrawn.v1", ConsentWithdrawn.class, ConsentWithdrawn.TYPE);
    }

    @Test
    void alert_withdrawn() throws IOException {
        Contract.roundTrip("alert-withdrawn", "alert-withdrawn.v1", AlertWithdrawn.class, AlertWithdrawn.TYPE);
    }

    @Test
    void tip_erased() throws IOException {
        Contract.roundTrip("tip-erased", "tip-erased.v1", TipErased.class, TipErased.TYPE);
    }
}
