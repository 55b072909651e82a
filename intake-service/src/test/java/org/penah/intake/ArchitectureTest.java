package org.penah.intake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.penah.intake", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** It would go past the filter of the log onto a disk, with the time. */
    @ArchTest
    static final ArchRule NOTHING_IS_WRITTEN_PAST_THE_LOG = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule features_know_each_other_in_one_direction =
            slices().matching("org.penah.intake.(*)..").should().beFreeOfCycles();

    /** A request is read and bounded above what seals it, which asks for queue and key below. */
    @ArchTest
    static final ArchRule uploads_are_built_in_layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("routing")
            .definedBy("..intake.routing..")
            .layer("seal")
            .definedBy("..intake.seal..")
            .layer("upload")
            .definedBy("..intake.upload..")
            .layer("chunk")
            .definedBy("..intake.chunk..")
            .whereLayer("chunk")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("upload")
            .mayOnlyBeAccessedByLayers("chunk")
            .whereLayer("seal")
            .mayOnlyBeAccessedByLayers("upload", "chunk")
            .whereLayer("routing")
            .mayOnlyBeAccessedByLayers("seal", "upload");

    /** The parser and the decisions are plain Java: no framework, so that a test needs only {@code new}. */
    @ArchTest
    static final ArchRule decisions_know_no_framework = noClasses()
            .that()
            .resideInAnyPackage("org.penah.intake.multipart..", "org.penah.intake.form..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io..", "jakarta..", "org.hibernate..");

    /** This service seals and can never open; only what a source's own receipt yields opens its replies. */
    @ArchTest
    static final ArchRule nothing_here_can_open_a_tip = noClasses()
            .that()
            .resideOutsideOfPackage("org.penah.intake.receipt..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.penah.sealing.age.AgeDecryptor")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("org\\.penah\\.sealing\\.age\\..*Identity");

    /** Only sealed bytes reach a disk, and only one package has hands for it. */
    @ArchTest
    static final ArchRule only_the_blob_store_writes_files = noClasses()
            .that()
            .resideOutsideOfPackages("org.penah.intake.blob..", "org.penah.intake.keys..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(File|FileOutputStream|RandomAccessFile)");

    @ArchTest
    static final ArchRule routes_stay_in_their_package =
            classes().that().haveSimpleNameEndingWith("Route").should().bePackagePrivate();
}
