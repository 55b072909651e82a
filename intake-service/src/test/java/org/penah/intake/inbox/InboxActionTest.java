package org.penah.intake.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxActionTest {

    private static final UUID ID = UUID.fromString("0b9d2f4c-7e61-4a35-8d2c-91e4f6a7b8c3");

    @Test
    void a_wish_is_a_word_an_id_and_a_number() {
        // When
        InboxAction wish = InboxAction.parse("reply " + ID + " 2");

        // Then
        assertThat(wish.step()).isEqualTo(InboxAction.Step.REPLY);
        assertThat(wish.id()).contains(ID);
        assertThat(wish.number()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "destroy", "erase now", "DELETE", "tips 99999999", "reply 0b9d2f4c"})
    void whatever_else_changes_nothing(String text) {
        // When
        InboxAction wish = InboxAction.parse(text);

        // Then
        assertThat(wish).isEqualTo(InboxAction.LOOK);
    }
}
