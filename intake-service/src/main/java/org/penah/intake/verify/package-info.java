/** The page for checking our keys and sealing a tip without us: facts, commands, and no trust in this page. */
@NullMarked
package org.penah.intake.verify;

import org.jspecify.annotations.NullMarked;
