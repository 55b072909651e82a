package org.penah.triage.memberkey;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.penah.triage.problem.ProblemException;

/** Checks input from browsers: sealed keys in age's armor, and recipients. It looks from outside, for nothing here can open them. */
public final class Armored {

    /** A sealed identity has about 2,400 characters. */
    private static final int MOST = 8192;

    private static final Pattern FILE = Pattern.compile(
            "-----BEGIN AGE ENCRYPTED FILE-----\n[A-Za-z0-9+/=\n]+\n-----END AGE ENCRYPTED FILE-----\n?");

    /** The post-quantum hybrid ones alone: 1,216 bytes in bech32. */
    private static final Pattern RECIPIENT = Pattern.compile("age1pq1[02-9ac-hj-np-z]{1952}");

    private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9+/]{4,2044}={0,2}");

    private Armored() {}

    public static String sealed(@Nullable String file) {
        if (file == null || file.length() > MOST || !FILE.matcher(file).matches()) {
            throw ProblemException.badRequest("A sealed key is not an armored age file.");
        }
        return file;
    }

    /** The name of a passkey; at most 1,023 bytes (WebAuthn). */
    public static String credential(@Nullable String credential) {
        if (credential == null || !CREDENTIAL.matcher(credential).matches()) {
            throw ProblemException.badRequest("The name of a passkey is not base64.");
        }
        return credential;
    }

    public static String recipient(@Nullable String recipient) {
        if (recipient == null || !RECIPIENT.matcher(recipient).matches()) {
            throw ProblemException.badRequest("A recipient is not of the form age1pq1….");
        }
        return recipient;
    }
}
