package org.penah.stack.state;

/** Every port that the stack opens, with the number that it has unless free ones are asked for. */
public enum Port {
    INTAKE(8081),
    INTAKE_MANAGEMENT(9081),
    TRIAGE(8082),
    TRIAGE_MANAGEMENT(9082),
    NOTIFY(8083),
    NOTIFY_MANAGEMENT(9083),
    PARTNER(8084),
    KEYCLOAK(8180),
    POSTGRES(55432),
    BROKER(5672);

    private final int usual;

    Port(int usual) {
        this.usual = usual;
    }

    int usual() {
        return usual;
    }
}
