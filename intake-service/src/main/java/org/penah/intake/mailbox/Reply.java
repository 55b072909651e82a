package org.penah.intake.mailbox;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Holds one sealed reply of a mailbox.
 *
 * @param wasRead before this visit
 */
public record Reply(UUID id, LocalDate day, boolean wasRead) {}
