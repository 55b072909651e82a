package org.penah.triage.clock;

/** Tells how much time has passed by a clock that nobody can set ({@link System#nanoTime}): only differences mean something. */
@FunctionalInterface
public interface PassedTime {

    long nanos();
}
