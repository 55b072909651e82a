package org.penah.stack;

import java.io.PrintStream;
import java.nio.file.Path;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.keys.DemoKeys;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.tor.TorNetwork;

/** Tells a person what to look at once everything runs. */
final class StartBanner {

    private StartBanner() {}

    static void print(Stack stack, PrintStream out) {
        Ports ports = stack.ports();
        Path state = stack.state().root();
        out.printf("%nPenah is up. Ctrl-C stops it; what it kept in %s survives.%n%n", state);
        out.printf("  a source writes at     %s/en/tip%n", ports.url(Port.INTAKE));
        stack.tor().ifPresent(tor -> onion(tor, ports, out));
        out.printf("  staff read at          %s%n", ports.url(Port.TRIAGE));
        String password =
                stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal();
        for (String member : DemoKeys.MEMBERS) {
            out.printf("    %-8s password     %s%n", member, password);
            out.printf("    %-8s passphrase   %s%n", "", stack.keys().passphrase(member));
        }
        out.printf("    %-8s root key     %s%n", "both", stack.keys().rootKey());
        out.printf(
                "  a partner answers at   %s   (its code is in %s/partner/page.code)%n",
                ports.url(Port.PARTNER_PAGE), state);
        out.printf("  or with%n");
        out.printf("    java -jar partner-kit/target/penah-partner.jar inbox --dir %s/partner%n", state);
        out.printf(
                "    java -jar partner-kit/target/penah-partner.jar ack --dir %s/partner --penah %s ID%n",
                state, stack.partner().credentialsFolder().resolve("safe-house.json"));
        out.printf("%nTo look inside:%n");
        out.printf(
                "  sealed tips            %s/blobs   (any age with post-quantum keys opens them; see"
                        + " docs/running.md)%n",
                state);
        out.printf("  logs                   %s/logs%n", state);
        out.printf(
                "  databases              PGPASSWORD=$(cat %s/secrets/postgres-superuser) psql -h 127.0.0.1 -p %d -U"
                        + " postgres triage%n",
                state, ports.of(Port.POSTGRES));
        out.printf(
                "  health, metrics        %s/q/health, %s/q/metrics (also %d and %d)%n%n",
                ports.url(Port.INTAKE_MANAGEMENT),
                ports.url(Port.INTAKE_MANAGEMENT),
                ports.of(Port.TRIAGE_MANAGEMENT),
                ports.of(Port.NOTIFY_MANAGEMENT));
        out.flush();
    }

    private static void onion(TorNetwork tor, Ports ports, PrintStream out) {
        String form = "http://" + tor.address() + "/en/tip";
        out.printf("    through Tor          %s%n", form);
        out.printf(
                "    (on this machine only; a browser gets there with the SOCKS proxy 127.0.0.1:%d, or:%n",
                ports.of(Port.TOR_SOCKS));
        out.printf("     curl --proxy socks5h://127.0.0.1:%d %s)%n", ports.of(Port.TOR_SOCKS), form);
    }
}
