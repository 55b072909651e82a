package org.penah.triage;

import io.quarkus.test.common.QuarkusTestResource;

/** What every {@code @QuarkusTest} here runs on. */
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeycloak.class)
@QuarkusTestResource(LocalFolders.class)
final class RealParts {

    private RealParts() {}
}
