package org.penah.triage.problem;

/** A request that is refused, with the problem that the answer tells. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    private ProblemException(Problem problem) {
        // No stack trace: a refusal is an answer, not a fault.
        super(problem.title(), null, false, false);
        this.problem = problem;
    }

    /** There is no such thing, or not for this member; the two must look the same. */
    public static ProblemException notFound() {
        return new ProblemException(Problem.of(404));
    }

    /** The tip is known, its sealed bytes are not there. */
    public static ProblemException blobGone() {
        return new ProblemException(new Problem(
                "/problems/blob-gone",
                "Not found",
                404,
                "The sealed tip is missing. Tell the operators of the service."));
    }

    /** Nobody is signed in. */
    public static ProblemException unauthorized() {
        return new ProblemException(
                new Problem("/problems/signed-out", "Signed out", 401, "Open the desk again to sign in."));
    }

    /** The account's roles do not reach there. */
    public static ProblemException forbidden() {
        return new ProblemException(
                new Problem("/problems/forbidden", "Forbidden", 403, "Your roles do not allow this."));
    }

    /** The deed is dangerous, and Keycloak has not asked lately who it is. */
    public static ProblemException stepUp() {
        return new ProblemException(new Problem(
                "/problems/step-up", "Confirm that it is you", 403, "Open /step-up in a window, then do it again."));
    }

    /** The request did not come from the console's own page. */
    public static ProblemException notFromTheConsole() {
        return new ProblemException(new Problem(
                "/problems/not-from-the-console", "Forbidden", 403, "Only the desk's own page may ask for this."));
    }

    /** Something in the request is not of the form that it must have. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(new Problem("/problems/bad-request", "Bad request", 400, detail));
    }

    /**
     * The request can be read, and what it carries is not what it must be.
     *
     * @param name last part of the problem's type
     */
    public static ProblemException unprocessable(String name, String title, String detail) {
        return new ProblemException(new Problem("/problems/" + name, title, 422, detail));
    }

    /**
     * The state of things does not allow it.
     *
     * @param name last part of the problem's type
     */
    public static ProblemException conflict(String name, String title, String detail) {
        return new ProblemException(new Problem("/problems/" + name, title, 409, detail));
    }

    public Problem problem() {
        return problem;
    }
}
