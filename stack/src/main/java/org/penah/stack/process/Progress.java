package org.penah.stack.process;

/** Hears what the supervisor does and what the programs write; called from many threads. */
public interface Progress {

    /** One step, told in a sentence. */
    void step(String sentence);

    /** One line that a program wrote. */
    void line(String program, String line);
}
