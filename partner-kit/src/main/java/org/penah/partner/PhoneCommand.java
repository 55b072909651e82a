package org.penah.partner;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.penah.partner.phone.PhoneRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "phone",
        description =
                "Says who may answer alerts from a phone, on a page that only tor reaches. It is off until receive runs"
                        + " with --phone.",
        mixinStandardHelpOptions = true,
        subcommands = {PhoneCommand.Add.class, PhoneCommand.Remove.class, PhoneCommand.Names.class})
final class PhoneCommand implements Callable<Integer> {

    static final String PORT = "8095";

    /** Where Debian's tor keeps its services. */
    private static final String SERVICE = "/var/lib/tor/penah-phone";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return spec.exitCodeOnInvalidInput();
    }

    @Command(
            name = "add",
            description = "Makes a code and a key for one person, and shows both once.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        @Mixin
        private final HomeOptions options = new HomeOptions();

        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits, hyphens; your alerts keep it.")
        private String name;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PhoneRegistry.Admitted admitted = registry(options).add(name);
            spec.commandLine().getOut().print("""
                    Tell %1$s, by voice or on paper. Neither is shown again.
                      name and code:           %1$s  %2$s
                      key for their browser:   %3$s

                    Once, in torrc:
                      HiddenServiceDir %4$s
                      HiddenServicePort 80 127.0.0.1:%5$s

                    For their key, as root:
                      install -o debian-tor -g debian-tor -m 600 %6$s %4$s/authorized_clients/
                      systemctl reload tor
                    """.formatted(
                            name,
                            admitted.code().reveal(),
                            admitted.key().reveal(),
                            SERVICE,
                            PORT,
                            admitted.authorized().toAbsolutePath()));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    @Command(
            name = "remove",
            description = "Ends a person's code and session at once.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {

        @Mixin
        private final HomeOptions options = new HomeOptions();

        @Parameters(paramLabel = "NAME", description = "As in phone add.")
        private String name;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (!registry(options).remove(name)) {
                throw new IOException("nobody is called " + name);
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(name + " is shut out. End their key too, as root:");
            out.println("  rm " + SERVICE + "/authorized_clients/" + name + ".auth && systemctl reload tor");
            out.flush();
            return 0;
        }
    }

    @Command(name = "list", description = "Shows who may come in.", mixinStandardHelpOptions = true)
    static final class Names implements Callable<Integer> {

        @Mixin
        private final HomeOptions options = new HomeOptions();

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            List<String> names = registry(options).names();
            names.forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().println(names.isEmpty() ? "Nobody." : "People: " + names.size() + ".");
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    private static PhoneRegistry registry(HomeOptions options) {
        return new PhoneRegistry(options.home().phones(), Clock.systemUTC());
    }
}
