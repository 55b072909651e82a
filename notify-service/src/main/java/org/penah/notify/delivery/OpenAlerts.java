package org.penah.notify.delivery;

import java.util.List;

/**
 * What is open for a partner.
 *
 * @param first the most important first, as many as can matter for a slot
 * @param count how many there are
 * @param flood how many of them came in a flood; 0 without one
 */
public record OpenAlerts(List<OpenAlert> first, int count, int flood) {}
