package org.penah.stack.state;

import java.util.Locale;

/** Lists every port that the stack opens, with the number that it has unless free ones are asked for. */
public enum Port {
    INTAKE(8081),
    INTAKE_MANAGEMENT(9081),
    TRIAGE(8082),
    TRIAGE_MANAGEMENT(9082),
    NOTIFY(8083),
    NOTIFY_MANAGEMENT(9083),
    PARTNER(8084),
    PARTNER_PAGE(8094),
    NULL_PARTNER(8086),
    KEYCLOAK(8180),
    POSTGRES(55432),
    BROKER(5672),
    /** Where tor hands its streams over; open only with {@code --tor}, as are those below. */
    INTAKE_ONION(8085),
    TOR_SOCKS(19050),
    AUTHORITY_1(19001),
    AUTHORITY_1_DIRECTORY(19011),
    AUTHORITY_2(19002),
    AUTHORITY_2_DIRECTORY(19012),
    AUTHORITY_3(19003),
    AUTHORITY_3_DIRECTORY(19013),
    RELAY_1(19021),
    RELAY_2(19022),
    RELAY_3(19023),
    RELAY_4(19024);

    private final int usual;

    Port(int usual) {
        this.usual = usual;
    }

    int usual() {
        return usual;
    }

    /** Its name in a sentence. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
