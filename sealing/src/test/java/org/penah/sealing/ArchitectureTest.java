package org.penah.sealing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.InputStream;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** What is here, every service carries: docs/adr/0036-what-services-carry.md. */
@AnalyzeClasses(packages = "org.penah.sealing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES =
            slices().matching("org.penah.sealing.(*)..").should().beFreeOfCycles();

    /** Formats can be read and checked without the rest. */
    @ArchTest
    static final ArchRule FORMATS_STAND_ALONE = noClasses()
            .that()
            .resideInAnyPackage("..age..", "..minisign..", "..webhook..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..tip..", "..receipt..", "..manifest..");

    @ArchTest
    static final ArchRule A_ROOT_KEY_IS_NEITHER_MADE_NOR_OPENED_HERE = noClasses()
            .that()
            .resideInAnyPackage("..minisign..", "..manifest..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(SecureRandom.class, SCrypt.class)
            .orShould()
            .callMethodWhere(target(owner(type(Ed25519.class))).and(target(nameStartingWith("sign"))));

    @ArchTest
    static final ArchRule A_TIP_IS_WRITTEN_HERE_AND_NEVER_READ = noClasses()
            .that()
            .resideInAPackage("..tip..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(InputStream.class)
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("AgeDecryptor");
}
