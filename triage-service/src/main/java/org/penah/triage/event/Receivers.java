package org.penah.triage.event;

/** The services that triage sends events to. */
public final class Receivers {

    /** The receiver of what is asked of notify-service. */
    public static final String NOTIFY = "notify";

    /** The receiver of what is meant for a source. */
    public static final String INTAKE = "intake";

    private Receivers() {}
}
