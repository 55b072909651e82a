package org.penah.stack.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * Serves the queues of Penah until it is told to stop. Arguments: the journal's folder and the port; the environment
 * holds {@code PENAH_BROKER_<USER>} passwords.
 */
public final class Broker {

    public static final List<String> USERS = List.of("intake", "triage", "notify");

    /** One for each arrow: one user may send to it and one takes from it, and nobody may do anything else. */
    record Queue(String sender, String receiver) {

        String name() {
            return "penah." + sender + "." + receiver;
        }
    }

    static final List<Queue> QUEUES = USERS.stream()
            .flatMap(sender -> USERS.stream()
                    .filter(receiver -> !receiver.equals(sender))
                    .map(receiver -> new Queue(sender, receiver)))
            .toList();

    private static final String DEAD_LETTERS = "penah.dead";

    /**
     * With less left on the disk the broker takes nothing more. By default Artemis stops at nine tenths of the disk,
     * and then a tip would wait while 25 GB are free.
     */
    static final long LEAST_FREE_BYTES = 64L << 20;

    /** Held here, because the JDK forgets a logger's level with the logger. */
    private static final Logger LOGGER = Logger.getLogger("org.apache.activemq");

    private Broker() {}

    /** The variable that holds a user's password. */
    public static String passwordVariable(String user) {
        return "PENAH_BROKER_" + user.toUpperCase(Locale.ROOT);
    }

    public static void main(String... arguments) throws Exception {
        LOGGER.setLevel(Level.WARNING);
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
        server.setSecurityManager(
                new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users(System.getenv())));
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    }

    private static void stop(EmbeddedActiveMQ server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SecurityConfiguration users(Map<String, String> environment) {
        SecurityConfiguration users = new SecurityConfiguration();
        for (String user : USERS) {
            String password = environment.get(passwordVariable(user));
            if (password == null) {
                throw new IllegalArgumentException(passwordVariable(user) + " is not set");
            }
            users.addUser(user, password);
            users.addRole(user, user);
        }
        return users;
    }

    static Configuration configuration(Path folder, int port) throws Exception {
        Configuration configuration = new ConfigurationImpl();
        configuration.setBrokerInstance(folder.toFile());
        configuration
                .setName("penah")
                .setJournalDirectory("journal")
                .setBindingsDirectory("bindings")
                .setPagingDirectory("paging")
                .setLargeMessagesDirectory("large")
                .setPersistenceEnabled(true)
                // Java's own file channels: the native library does not load on every machine.
                .setJournalType(JournalType.NIO)
                .setJournalFileSize(1 << 20)
                .setMaxDiskUsage(-1)
                .setMinDiskFree(LEAST_FREE_BYTES)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration(
                        "amqp", "tcp://127.0.0.1:%d?protocols=AMQP;saslMechanisms=PLAIN".formatted(port));
        for (Queue queue : QUEUES) {
            configuration.addAddressConfiguration(address(queue.name()));
            configuration.putSecurityRoles(queue.name(), rights(queue));
        }
        configuration.addAddressConfiguration(address(DEAD_LETTERS));
        configuration.putSecurityRoles("#", Set.of());
        configuration.addAddressSetting("#", settings());
        return configuration;
    }

    private static CoreAddressConfiguration address(String name) {
        return new CoreAddressConfiguration()
                .setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(QueueConfiguration.of(name)
                        .setAddress(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true));
    }

    private static AddressSettings settings() {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setExpiryAddress(SimpleString.of(DEAD_LETTERS))
                // Unlimited: a database that is down for an hour must not turn tips into dead letters.
                .setMaxDeliveryAttempts(-1)
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false);
    }

    private static Set<Role> rights(Queue queue) {
        return Set.of(right(queue.sender(), true, false), right(queue.receiver(), false, true));
    }

    /** Role wants twelve answers; all but the first two are about making, deleting, browsing and managing. */
    private static Role right(String user, boolean sends, boolean takes) {
        return new Role(user, sends, takes, false, false, false, false, false, false, false, false, false, false);
    }
}
