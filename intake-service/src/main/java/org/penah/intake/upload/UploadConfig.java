package org.penah.intake.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets how much one tip may bring, and how long it may take. */
@ConfigMapping(prefix = "penah.upload")
public interface UploadConfig {

    /** All files of a tip together. */
    @WithDefault("500M")
    MemorySize maxSize();

    /** The container allows no more than 100. */
    @WithDefault("100")
    int maxFiles();

    /** 500 MB through a Tor circuit of 100 KiB/s take an hour and a half. */
    @WithDefault("3h")
    Duration maxTime();

    /** Uploads that one circuit may send at a time; a page sends one, and a source who tries again has left the first. */
    @WithDefault("8")
    int formsOfCircuit();

    /** How long we go on reading behind a refusal, so that the browser comes to see its page. */
    @WithDefault("10s")
    Duration linger();
}
