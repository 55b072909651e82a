package org.penah.partner.page;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says who a visitor of a page is: one for this machine's own page, one for the page for phones. */
interface Authenticator {

    /**
     * Somebody who was let in.
     *
     * @param person by name, if it came by phone
     * @param formToken what each form of ours carries and no other site can know
     */
    record Visitor(@Nullable String person, String formToken) {

        /** Hides the token. */
        @Override
        public String toString() {
            return "Visitor[redacted]";
        }
    }

    /** Whether the page may be asked for under this name; another name that leads here is another site's. */
    boolean isOurs(String host);

    /** Who this browser is, by its cookie; nobody if it is unknown. */
    Optional<Visitor> visitor(String cookie) throws IOException;

    /** The cookie for somebody who typed what only they know. */
    Optional<String> enter(Form form) throws IOException;

    /** Ends what began with {@link #enter}. */
    void leave(String cookie) throws IOException;

    /** How long a browser keeps the cookie. */
    Duration cookieLasts();

    /** Whether it is the page for phones, which asks for a name and has no script. */
    boolean isForPhones();
}
