/** What a source needs to check our keys and to seal a tip by themselves: facts, commands, and no trust in this page. */
@NullMarked
package org.penah.intake.verify;

import org.jspecify.annotations.NullMarked;
