package org.penah.partner.page;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.penah.partner.phone.PhoneRegistry;

/** Lets a person in by their code, through an onion service alone. */
record PhoneAuth(PhoneRegistry people, DiskWork disk) implements Authenticator {

    // A site that a browser on this machine visits cannot have such a name: browsers resolve none without Tor.
    private static final Pattern ONION = Pattern.compile("[a-z2-7]{56}\\.onion");

    @Override
    public boolean isOurs(String host) {
        return ONION.matcher(host).matches();
    }

    @Override
    public Optional<Visitor> visitor(String cookie) throws IOException {
        return disk.await(() -> people.person(cookie)).map(name -> new Visitor(name, PageAuth.derive(cookie, "form")));
    }

    @Override
    public Optional<String> enter(Form form) throws IOException {
        return disk.await(() -> people.enter(form.value("name").strip(), form.value("code")));
    }

    @Override
    public void leave(String cookie) throws IOException {
        disk.await(() -> {
            people.leave(cookie);
            return true;
        });
    }

    @Override
    public Duration cookieLasts() {
        return PhoneRegistry.SESSION;
    }

    @Override
    public boolean isForPhones() {
        return true;
    }
}
