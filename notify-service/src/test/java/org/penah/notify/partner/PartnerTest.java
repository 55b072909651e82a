package org.penah.notify.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.ChannelFault;
import org.penah.notify.event.PartnerChanged;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.SigningKey;

class PartnerTest {

    private static final String RECIPIENT =
            HybridIdentity.generate().recipient().toString();

    private final Partner partner = new Partner();

    @Test
    void the_desk_sees_all_that_is_wrong() {
        // Given
        partner.take(profile());
        partner.silentSince = Instant.EPOCH;
        partner.fault = ChannelFault.REDIRECTS;
        partner.withheld = true;

        // Then
        assertThat(partner.described(3).faults())
                .containsExactly(ChannelFault.SILENT, ChannelFault.REDIRECTS, ChannelFault.WITHHELD);
        assertThat(partner.described(3).channel()).isEqualTo("slots");
    }

    @Test
    void the_first_answer_to_the_last_drill_stays() {
        // Given
        UUID drill = UUID.randomUUID();
        partner.take(profile());
        partner.drill(drill, java.time.LocalDate.of(2026, 11, 24));
        partner.drilled(UUID.randomUUID(), PartnerChanged.Drill.State.EXPIRED, 1);
        assertThat(partner.drillState).isEqualTo(PartnerChanged.Drill.State.OPEN);

        // When
        partner.drilled(drill, PartnerChanged.Drill.State.ANSWERED, 74);
        partner.drilled(drill, PartnerChanged.Drill.State.ANSWERED, 99);

        // Then
        assertThat(partner.drillSeconds).isEqualTo(74);
    }

    @Test
    void one_that_was_told_of_danger_does_not_become_a_null_partner() {
        // Given
        partner.take(profile());

        // When
        assertThatThrownBy(() -> partner.take(profile(true, null, Channel.SLOTS)))
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a new name");
        partner.take(profile(false, null, Channel.SLOTS));
    }

    @Test
    void staff_on_duty_take_slots_and_are_no_partner_afterwards() {
        // Given
        Partner staff = new Partner();
        staff.take(profile(null, true, Channel.SLOTS));

        // Then
        assertThatThrownBy(() -> profile(null, true, Channel.EDGE)).hasMessageContaining("slots");
        assertThatThrownBy(() -> profile(true, true, Channel.SLOTS)).hasMessageContaining("canary");
        assertThatThrownBy(() -> staff.take(profile())).hasMessageContaining("new name");
        assertThat(staff.described(1).staff()).isTrue();
    }

    private static PartnerProfile profile() {
        return profile(null, null, Channel.SLOTS);
    }

    private static PartnerProfile profile(Boolean canary, Boolean staff, Channel channel) {
        return new PartnerProfile(
                "safe-house",
                URI.create("https://partner.example/"),
                RECIPIENT,
                SigningKey.generate().publicKey().toString(),
                true,
                channel,
                1,
                List.of("en"),
                null,
                null,
                null,
                null,
                null,
                canary,
                staff);
    }
}
