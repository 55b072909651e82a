package org.penah.outbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * Brings a service's database to the schema of this version, as the owner of its tables.
 *
 * <p>It is a separate program, which ends when it is done, so that a service never holds the owner's password:
 * {@code java -cp 'app/*:lib/main/*' org.penah.outbox.Migrations JDBC-URL ROLE PASSWORD-FILE} in the folder of the built service.
 */
public final class Migrations {

    private Migrations() {}

    /** Migrates as {@code ROLE_owner}, whose password is in the file, and grants to {@code ROLE}; fails with an exit code that is not 0. */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException("Say JDBC-URL ROLE PASSWORD-FILE");
        }
        String role = args[1];
        String password = Files.readString(Path.of(args[2])).strip();
        System.out.println(migrate(args[0], role + "_owner", password, role) + " migrations were new");
    }

    /**
     * The same in this process.
     *
     * @param jdbcUrl with what TLS wants, if the way to the database wants it
     * @param role the service's own, to which the migrations grant what it may do
     * @return how many were new
     */
    public static int migrate(String jdbcUrl, String owner, String password, String role) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(jdbcUrl, owner, password)
                // While it waits for a lock, all who want the same wait behind it: it fails instead, and is tried
                // again.
                .initSql("set lock_timeout = '5s'")
                .locations("db/outbox", "db/migration")
                // Those of the outbox have low numbers, and a new one must reach a database that has the service's own.
                .outOfOrder(true)
                // What a version before or after this one has run is passed over, wherever its number stands.
                .ignoreMigrationPatterns("*:future", "*:missing")
                .placeholders(Map.of("runtime-role", role))
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
