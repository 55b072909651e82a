package org.penah.ceremony;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.penah.ceremony", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** The command lines use the rest, which knows neither them nor picocli. */
    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI = noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "..cli..");

    @ArchTest
    static final ArchRule FORMATS_STAND_ALONE = noClasses()
            .that()
            .resideInAnyPackage("..ceremony.minisign..", "..ceremony.tip..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.penah.ceremony");
}
