package org.penah.notify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.annotation.security.PermitAll;
import jakarta.persistence.Entity;
import jakarta.ws.rs.POST;
import org.penah.sealing.decision.DecisionKeys;

@AnalyzeClasses(packages = "org.penah.notify", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ALERT = "org.penah.notify.alert.Alert";
    private static final String PARTNER_ALERT = "org.penah.notify.alert.PartnerAlert";

    /** It would go past the filter of the log onto a disk, with the time. */
    @ArchTest
    static final ArchRule NOTHING_IS_WRITTEN_PAST_THE_LOG = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule FEATURES_HAVE_NO_CYCLES =
            slices().matching("org.penah.notify.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ARROWS_RUN_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("event")
            .definedBy("..event..")
            .layer("partner")
            .definedBy("..partner..")
            .layer("details")
            .definedBy("..details..")
            .layer("alert")
            .definedBy("..alert..")
            .layer("egress")
            .definedBy("..egress..")
            .layer("delivery")
            .definedBy("..delivery..")
            .layer("edge")
            .definedBy("..edge..")
            .layer("slot")
            .definedBy("org.penah.notify.slot..")
            .layer("canary")
            .definedBy("..canary..")
            .layer("drill")
            .definedBy("..drill..")
            .layer("content")
            .definedBy("..content..")
            .layer("acknowledgement")
            .definedBy("..acknowledgement..")
            .whereLayer("edge")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("slot")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("canary")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("drill")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("acknowledgement")
            .mayOnlyBeAccessedByLayers("slot")
            .whereLayer("content")
            .mayOnlyBeAccessedByLayers("edge", "slot")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("content", "edge", "slot")
            .whereLayer("alert")
            .mayOnlyBeAccessedByLayers("content", "delivery", "edge", "slot", "canary", "drill", "acknowledgement")
            .whereLayer("egress")
            .mayOnlyBeAccessedByLayers("partner", "delivery", "edge", "slot")
            .whereLayer("partner")
            .mayOnlyBeAccessedByLayers(
                    "details", "alert", "delivery", "edge", "slot", "canary", "drill", "acknowledgement")
            .whereLayer("details")
            .mayOnlyBeAccessedByLayers("alert")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("partner", "details", "alert", "content", "delivery", "canary", "drill");

    @ArchTest
    static final ArchRule ENTITIES_STAY_HOME =
            classes().that().areAnnotatedWith(Entity.class).should().bePackagePrivate();

    @ArchTest
    static final ArchRule THE_LIFE_OF_AN_ALERT_IS_PLAIN_JAVA = classes()
            .that()
            .haveSimpleNameEndingWith("AlertLifecycle")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "org.penah.notify.alert..", "org.penah.notify.event..");

    @ArchTest
    static final ArchRule NOBODY_ELSE_SETS_THE_STATE_OF_AN_ALERT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ALERT)
            .should()
            .setField(ALERT, "state")
            .orShould()
            .setField(ALERT, "told");

    @ArchTest
    static final ArchRule NOBODY_ELSE_SETS_THE_STATE_AT_A_PARTNER = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(PARTNER_ALERT)
            .should()
            .setField(PARTNER_ALERT, "state");

    @ArchTest
    static final ArchRule ONLY_EGRESS_LEAVES_THE_MACHINE = noClasses()
            .that()
            .resideOutsideOfPackage("..egress..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..http..", "java.net.http..");

    @ArchTest
    static final ArchRule NO_TIP_IS_KNOWN_HERE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.penah.sealing.tip..", "org.penah.sealing.receipt..");

    @ArchTest
    static final ArchRule NOBODY_DECIDES_FOR_A_SOURCE_HERE =
            noClasses().should().dependOnClassesThat().areAssignableTo(DecisionKeys.class);

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses().should().callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule ROUTES_SAY_WHO_MAY_CALL =
            methods().that().areAnnotatedWith(POST.class).should().beAnnotatedWith(PermitAll.class);
}
