package org.penah.canary;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.penah.sealing.receipt.Receipt;

/**
 * Sends one tip, waits for a partner's answer, and erases the tip.
 *
 * <p>Before it reports danger it sends a tip that reports none, and goes on only if intake-service recognised it as a canary tip: a wrong
 * setting must alarm nobody.
 */
final class CanaryTip {

    private static final String RECEIVED = "class=\"received";
    private static final String KNOWN = "class=\"received canary\"";
    private static final String OPENED = "Staff opened it on";
    private static final String ANSWERED = "A protection organisation has answered";
    private static final String ERASED = "Everything is deleted";
    private static final Pattern STOP_DETAILS = Pattern.compile("value=\"(stop-details [^\"]+)\"");
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final SourcePages pages;
    private final Receipt receipt;
    private final Duration fillIn;
    private final Duration patience;

    /**
     * Prepares it.
     *
     * @param fillIn how long it takes to fill in the form
     * @param patience how long to wait for the answer
     */
    CanaryTip(SourcePages pages, Receipt receipt, Duration fillIn, Duration patience) {
        this.pages = pages;
        this.receipt = receipt;
        this.fillIn = fillIn;
        this.patience = patience;
    }

    /**
     * Sends it and waits for the answer.
     *
     * @return how long the answer took, from the form's last byte
     * @throws UnknownToPenahException if intake-service does not know it as a canary tip
     * @throws IOException if it did not get all the way; its message says how far it got
     */
    Duration send() throws IOException, InterruptedException {
        eraseLeftovers();
        fillIn(Map.of("danger", "none"), "no danger was reported");
        long sent = System.nanoTime();
        fillIn(Map.of("danger", "me", "soon", "hours", "alert", "details"), "A REAL ALERT MAY HAVE BEGUN");
        String page = inbox();
        Optional<String> missing = missing(page);
        while (missing.isPresent() && System.nanoTime() - sent < patience.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            page = look(page);
            missing = missing(page);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - sent);
        erase(missing.isPresent() ? page : sayThatItWasRead(page));
        if (missing.isPresent()) {
            throw new IOException(missing.get());
        }
        return took;
    }

    private void fillIn(Map<String, String> danger, String whatFollows) throws IOException, InterruptedException {
        Map<String, String> hidden = pages.hidden(pages.form());
        if (!hidden.containsKey("once")) {
            throw new IOException("the form is closed");
        }
        TimeUnit.NANOSECONDS.sleep(fillIn.toNanos());
        Map<String, String> fields = new LinkedHashMap<>(hidden);
        fields.put("receipt", receipt.toDigits());
        fields.putAll(danger);
        fields.put("topic", "threat");
        fields.put("message", "This is a canary tip of Penah's own. Nobody is in danger.");
        String page = pages.send(fields);
        if (!page.contains(RECEIVED)) {
            throw new IOException("the form did not take it");
        }
        if (!page.contains(KNOWN)) {
            eraseLeftovers();
            throw new UnknownToPenahException("intake-service does not know it as a canary tip, so it was erased; "
                    + whatFollows + ": is penah.tips.canary-mailbox what penah-canary init prints?");
        }
    }

    /** Says how far the tip got; nothing once the answer is there. */
    private static Optional<String> missing(String page) {
        if (!page.contains(OPENED)) {
            return Optional.of("the form took it, and the desk's service has not passed it on");
        }
        return page.contains(ANSWERED)
                ? Optional.empty()
                : Optional.of("the desk's service passed it on, and no canary partner has answered");
    }

    /** Withdraws a consent, which is what notify-service counts: erasing alone could also mean that we gave up. */
    private String sayThatItWasRead(String page) throws IOException {
        Matcher button = STOP_DETAILS.matcher(page);
        if (!button.find()) {
            throw new IOException("the answer came, but the inbox offers nothing to withdraw");
        }
        return pages.inbox(Map.of("do", button.group(1), "sure", "yes", "session", session(page)));
    }

    /** Looks again in the same session, because a receipt may be typed only 20 times an hour. */
    private String look(String page) throws IOException {
        return pages.hidden(page).containsKey("session")
                ? pages.inbox(Map.of("do", "look", "session", session(page)))
                : inbox();
    }

    /** Erases what an interrupted run left in the mailbox. An empty mailbox starts no session. */
    private void eraseLeftovers() throws IOException {
        String page = inbox();
        if (pages.hidden(page).containsKey("session")) {
            erase(page);
        }
    }

    private void erase(String page) throws IOException {
        if (!pages.inbox(Map.of("do", "erase", "sure", "yes", "session", session(page)))
                .contains(ERASED)) {
            throw new IOException("it could not be erased");
        }
    }

    private String session(String page) {
        return pages.hidden(page).getOrDefault("session", "");
    }

    private String inbox() throws IOException {
        return pages.inbox(Map.of("receipt", receipt.toDigits()));
    }
}
