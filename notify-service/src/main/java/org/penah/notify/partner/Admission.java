package org.penah.notify.partner;

/** Says whether a partner may hear of real alerts. */
enum Admission {
    /** It has answered no drill yet, and hears of nothing else. */
    UNTRIED,
    READY,
    /** A person has ended it: nothing is sent, and no answer counts. */
    DISABLED
}
