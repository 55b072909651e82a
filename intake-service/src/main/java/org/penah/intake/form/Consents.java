package org.penah.intake.form;

/**
 * The source's consents.
 *
 * @param alert protection organisations may learn that a threat exists
 * @param details staff may share details with them
 */
public record Consents(boolean alert, boolean details) {

    public static final Consents NONE = new Consents(false, false);
}
