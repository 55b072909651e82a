package org.penah.testbed;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Holds the rules for the tests of every module; a module's test runs them over its test classes.
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "org.penah", importOptions = ImportOption.OnlyIncludeTests.class)
 * class LauncherTest {
 *     @ArchTest
 *     static final ArchTests rules = ArchTests.in(LauncherRules.class);
 * }
 * }</pre>
 */
public final class LauncherRules {

    private static final DescribedPredicate<JavaClass> SERVERS =
            resideInAnyPackage("io.zonky.test..", "org.apache.activemq.artemis.core.server.embedded..");

    /** A process or a browser is started, and a program is looked for, by the testbed alone. */
    @ArchTest
    public static final ArchRule programs = noClasses()
            .that(resideInAPackage("org.penah.."))
            .should()
            .callConstructorWhere(JavaCall.Predicates.target(owner(name(ProcessBuilder.class.getName()))))
            .orShould()
            .callMethodWhere(target("java.lang.ProcessBuilder", "start"))
            .orShould()
            .callMethodWhere(target("java.lang.Runtime", "exec"))
            .orShould()
            .callMethodWhere(target("java.nio.file.Files", "isExecutable"))
            .orShould()
            .callMethodWhere(target("com.microsoft.playwright.Playwright", "create"))
            .because(
                    "Command, Programs and Chromium of the testbed do it: they skip, and say so, where one is missing");

    /** A database and a broker are started by the testbed alone. */
    @ArchTest
    public static final ArchRule servers = noClasses()
            .that(resideInAPackage("org.penah.."))
            .should()
            .dependOnClassesThat(SERVERS)
            .because("Postgres and Broker of the testbed start them");

    private LauncherRules() {}

    private static DescribedPredicate<JavaCall<?>> target(String owner, String method) {
        return JavaCall.Predicates.target(owner(name(owner))).and(JavaCall.Predicates.target(name(method)));
    }
}
