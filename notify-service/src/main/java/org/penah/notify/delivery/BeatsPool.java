package org.penah.notify.delivery;

import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Connections for the beats alone: whatever holds the others up, a partner is told on time. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
public @interface BeatsPool {}
