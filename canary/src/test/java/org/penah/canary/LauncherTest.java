package org.penah.canary;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import org.penah.testbed.LauncherRules;

@AnalyzeClasses(packages = "org.penah", importOptions = ImportOption.OnlyIncludeTests.class)
class LauncherTest {

    @ArchTest
    static final ArchTests rules = ArchTests.in(LauncherRules.class);
}
