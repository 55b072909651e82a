package org.penah.notify.partner;

import java.util.Set;

/** What partners cover, for tests of other packages. */
public final class Coverages {

    /** Everything, but nobody there is ever on call. */
    public static final Coverage NEVER = new Coverage(Set.of("az", "en", "ru", "tr", "fa"), Set.of(), OnCall.NEVER);

    private Coverages() {}
}
