/** Whether somebody here must look, and how they are told so. */
@NullMarked
package org.penah.partner.attention;

import org.jspecify.annotations.NullMarked;
