/** The folder that holds a partner's keys, profile and what Penah handed over. */
@NullMarked
package org.penah.partner.home;

import org.jspecify.annotations.NullMarked;
