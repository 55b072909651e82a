package org.penah.intake.mailbox;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A reply that lies in a mailbox, sealed.
 *
 * @param wasRead before this visit
 */
public record Reply(UUID id, LocalDate day, boolean wasRead) {}
