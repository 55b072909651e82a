package org.penah.sealing;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "org.penah.sealing", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES =
            slices().matching("org.penah.sealing.(*)..").should().beFreeOfCycles();

    /** Formats can be read and checked without the rest. */
    @ArchTest
    static final ArchRule FORMATS_STAND_ALONE = ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage("..age..", "..minisign..", "..webhook..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..tip..", "..receipt..", "..manifest..", "..ceremony..", "..cli..");

    /** A service that seals carries no command line. */
    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..");
}
