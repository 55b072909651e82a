/**
 * Mailboxes: what became of a source's tips, and the sealed replies to them. This service's database role cannot list
 * them; each is found by the hash that a receipt yields.
 */
@NullMarked
package org.penah.intake.mailbox;

import org.jspecify.annotations.NullMarked;
