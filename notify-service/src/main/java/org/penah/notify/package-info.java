/**
 * notify-service: alerts protection organisations of threats, and keeps at it until a human has answered.
 *
 * <p>It may read what an event says of a threat. It can never read a tip, nor tell which tip an alert came from. Staff reach
 * it through triage-service's events; partners reach one route, with a signature.
 */
@NullMarked
package org.penah.notify;

import org.jspecify.annotations.NullMarked;
