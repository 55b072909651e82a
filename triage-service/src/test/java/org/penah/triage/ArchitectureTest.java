package org.penah.triage;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.tip.OpenTip;
import org.penah.triage.tip.TipOfSource;

@AnalyzeClasses(packages = "org.penah.triage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** It would go past the filter of the log onto a disk, with the time. */
    @ArchTest
    static final ArchRule NOTHING_IS_WRITTEN_PAST_THE_LOG = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule features_depend_on_each_other_in_one_direction =
            slices().matching("org.penah.triage.(*)..").should().beFreeOfCycles();

    /** Rules and what is shown stand below the rows of tips; what arrives, reads and decides stands above them. */
    @ArchTest
    static final ArchRule tips_are_built_in_layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("lane")
            .definedBy("..lane..")
            .layer("obligation")
            .definedBy("..obligation..")
            .layer("list")
            .definedBy("..list..")
            .layer("tip")
            .definedBy("..triage.tip..")
            .layer("arrival")
            .definedBy("..arrival..")
            .layer("reading")
            .definedBy("..reading..")
            .layer("tipalert")
            .definedBy("..tipalert..")
            .whereLayer("arrival")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("reading")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("tipalert")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("tip")
            .mayOnlyBeAccessedByLayers("arrival", "reading", "tipalert")
            .whereLayer("list")
            .mayOnlyBeAccessedByLayers("tip", "reading")
            .whereLayer("obligation")
            .mayOnlyBeAccessedByLayers("list", "tip")
            .whereLayer("lane")
            .mayOnlyBeAccessedByLayers("tip");

    /** Members' own keys stand below the keys of queues, which are sealed to them; people come and go above both. */
    @ArchTest
    static final ArchRule keys_are_built_in_layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("memberkey")
            .definedBy("..triage.memberkey..")
            .layer("keyring")
            .definedBy("..triage.keyring..")
            .layer("people")
            .definedBy("..triage.people..")
            .whereLayer("people")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("keyring")
            .mayOnlyBeAccessedByLayers("people")
            .whereLayer("memberkey")
            .mayOnlyBeAccessedByLayers("keyring", "people");

    /** This service opens nothing, and signs nothing for a source. */
    @ArchTest
    static final ArchRule of_sealing_nothing_is_used_that_opens_or_signs = noClasses()
            .should()
            .dependOnClassesThat(
                    resideInAPackage("org.penah.sealing..")
                            .and(
                                    not(
                                            nameMatching(
                                                    "org\\.penah\\.sealing\\.(manifest\\.(OperatorWords|KeyManifest|Queue|Epoch|RemovedMembers.*)|minisign\\.MinisignPublicKey|decision\\.Decision|digest\\.Digest|age\\.(AgeEncryptor|FinishingOutputStream|HybridRecipient|Recipient))"))));

    @ArchTest
    static final ArchRule entities_stay_home =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule what_decides_knows_no_framework = classes()
            .that()
            .haveFullyQualifiedName("org.penah.triage.alert.AlertGate")
            .or()
            .haveFullyQualifiedName("org.penah.triage.details.DetailsGate")
            .or()
            .haveFullyQualifiedName("org.penah.triage.vitalinterest.VitalInterestGate")
            .or()
            .haveFullyQualifiedName("org.penah.triage.list.SortKey")
            .or()
            .haveFullyQualifiedName("org.penah.triage.list.Cursor")
            .or()
            .haveFullyQualifiedName("org.penah.triage.lane.QuarantineRule")
            .or()
            .haveFullyQualifiedName("org.penah.triage.obligation.Obligation")
            .or()
            .haveFullyQualifiedName("org.penah.triage.lane.LaneRule")
            .or()
            .haveFullyQualifiedName("org.penah.triage.retention.RetentionRule")
            .or()
            .haveFullyQualifiedName("org.penah.triage.work.AssignmentRules")
            .or()
            .haveFullyQualifiedName("org.penah.triage.text.SealedText")
            .or()
            .haveFullyQualifiedName("org.penah.triage.journal.Entry")
            .or()
            .haveFullyQualifiedName("org.penah.triage.journal.FactComparison")
            .or()
            .haveFullyQualifiedName("org.penah.triage.access.Rule")
            .or()
            .resideInAPackage("..threat")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.penah.triage..",
                    "org.penah.sealing.digest..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..");

    /** Access to a tip is decided where an OpenTip comes from; a source's decision is verified before it is carried out. */
    @ArchTest
    static final ArchRule a_bare_id_gives_no_tip = methods()
            .that()
            .areDeclaredInClassesThat(resideInAPackage("org.penah.triage.tip").and(modifier(JavaModifier.PUBLIC)))
            .and()
            .arePublic()
            .and(takes(UUID.class))
            .and(not(takes(OpenTip.class)))
            .and()
            .doNotHaveFullName(
                    TipOfSource.class.getName() + ".find(" + Mutiny.Session.class.getName() + ", java.util.UUID)")
            .should(be(takes(Member.class)));

    private static DescribedPredicate<JavaMethod> takes(Class<?> parameter) {
        return describe(
                "take a " + parameter.getSimpleName(),
                method -> method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter)));
    }

    @ArchTest
    static final ArchRule dependencies_come_through_constructors =
            fields().should().notBeAnnotatedWith(Inject.class);
}
