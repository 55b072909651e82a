/**
 * Launchers for the real parts that tests run on. Test code starts a program, a server or a browser through these
 * packages and in no other way; {@link org.penah.testbed.LauncherRules} holds that in every module.
 *
 * <p>Launchers are shared. A service keeps its own roles, queues, settings and fixtures.
 */
@NullMarked
package org.penah.testbed;

import org.jspecify.annotations.NullMarked;
