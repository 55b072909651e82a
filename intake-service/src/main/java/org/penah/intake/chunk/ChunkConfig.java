package org.penah.intake.chunk;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets how much may wait for its end. */
@ConfigMapping(prefix = "penah.chunks")
interface ChunkConfig {

    /** The size of one request of the script. */
    @WithDefault("1M")
    MemorySize size();

    /** Long enough for a source who pauses, and for Tor to build another circuit; then nothing is kept. */
    @WithDefault("10m")
    Duration idle();

    /** Nothing is here for longer, however steadily it comes: 500 MB in so long are 12 kB/s. */
    @WithDefault("12h")
    Duration longest();

    /** How often what has been idle for too long is looked for. */
    @WithDefault("5s")
    Duration sweep();

    /** Each one that is not ended holds an open file. */
    @WithDefault("2000")
    int most();

    /** For one circuit: a page has one at a time, and a source who tries again on another page has left the first. */
    @WithDefault("8")
    int mostOfCircuit();
}
