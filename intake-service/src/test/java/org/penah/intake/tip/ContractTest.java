package org.penah.intake.tip;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.intake.Contract;

/** What we send is what the contract says. */
class ContractTest {

    @ParameterizedTest
    @ValueSource(strings = {"tip-received", "tip-received-danger", "tip-received-device"})
    void tip_received(String sample) throws IOException {
        Contract.roundTrip(sample, "tip-received.v1", TipReceived.class, TipReceived.TYPE);
    }

    @Test
    void alert_asserted() throws IOException {
        Contract.roundTrip("alert-asserted", "alert-asserted.v1", AlertAsserted.class, AlertAsserted.TYPE);
    }
}
