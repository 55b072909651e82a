package org.penah.stack.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.partner.DemoCanary;
import org.penah.stack.state.Port;
import org.penah.stack.story.Desk;

/** Our own synthetic source, through Tor where there is one: it says that the whole way is open, and how far a tip came where it is not. */
@ExtendWith(RunningStack.class)
class SyntheticTipIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void a_canary_tip_goes_the_whole_way_and_no_partner_nor_member_sees_it(Stack stack) throws Exception {
        // Given
        Desk desk = desk(stack);
        int tips = desk.tips("threat").size();
        String inbox = stack.partner().inbox();

        // When
        DemoCanary.Said said = stack.canary().runOnce(PATIENCE);

        // Then
        assertThat(said.words()).contains("went the whole way").doesNotContain("DID NOT");
        assertThat(said.status()).isZero();
        await().atMost(PATIENCE)
                .until(() -> !desk.channel().at("/canary/tipHeardAt").isMissingNode());
        assertThat(desk.channel().at("/canary/tipLate").asBoolean()).isFalse();
        assertThat(desk.tips("threat")).hasSize(tips);
        await("it has erased its tips")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(new OnItsWay(stack).everything()).isEmpty());
        assertThat(stack.partner().inbox()).isEqualTo(inbox);
    }

    @Test
    void it_says_how_far_a_tip_came_that_no_canary_partner_answers(Stack stack) throws Exception {
        // Given
        stack.kill("null-partner");
        try {
            // When
            DemoCanary.Said said = stack.canary().runOnce(Duration.ofSeconds(15));

            // Then
            assertThat(said.words())
                    .contains("A CANARY TIP DID NOT GO THE WHOLE WAY: the desk's service passed it on, and no canary"
                            + " partner has answered.");
            assertThat(said.status()).isEqualTo(1);
        } finally {
            stack.startAgain("null-partner");
        }
    }

    private static Desk desk(Stack stack) throws IOException, InterruptedException {
        return Desk.signIn(
                stack.ports().url(Port.TRIAGE),
                "aysel",
                stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal());
    }
}
