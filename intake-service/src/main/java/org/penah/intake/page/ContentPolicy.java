package org.penah.intake.page;

/**
 * Holds the content policy of every answer (Content Security Policy Level 3).
 *
 * @param style the source of the one style sheet
 */
record ContentPolicy(String style) {

    /** Nothing runs and nothing is fetched. The page's empty icon is a data: image, so that the browser asks for no other. */
    String plain() {
        return "default-src 'none'; img-src data:; style-src " + style
                + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    /** One script, by its hash; it starts the same bytes as a Worker, and asks nobody but us. */
    String withScript(String integrity) {
        return plain() + "; script-src '" + integrity + "'; worker-src blob:; connect-src 'self'"
                + "; require-trusted-types-for 'script'; trusted-types penah-worker";
    }
}
