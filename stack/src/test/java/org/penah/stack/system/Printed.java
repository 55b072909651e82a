package org.penah.stack.system;

import org.penah.stack.process.Progress;

/** Prints the steps of a stack that starts, behind the name of who started it; what its programs say is in their logs. */
public record Printed(String who) implements Progress {

    @Override
    public void step(String sentence) {
        System.out.println(who + ": " + sentence);
    }

    @Override
    public void line(String program, String line) {}
}
