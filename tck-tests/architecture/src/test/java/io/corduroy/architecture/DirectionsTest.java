package io.corduroy.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: jms-provider → cluster → log-engine, never back, never sideways between client and broker. */
@AnalyzeClasses(packages = "io.corduroy", importOptions = ImportOption.DoNotIncludeTests.class)
class DirectionsTest {

    @ArchTest
    static final ArchRule logEngineKnowsNobody = classes()
            .that()
            .resideInAPackage("io.corduroy.log..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.corduroy.log..", "java..", "org.slf4j..", "org.jspecify..");

    @ArchTest
    static final ArchRule transportKnowsNoMessage = noClasses()
            .that()
            .resideInAPackage("io.corduroy.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.corduroy.protocol..",
                    "io.corduroy.broker..",
                    "io.corduroy.client..",
                    "io.corduroy.server..",
                    "io.corduroy.log..",
                    "jakarta.jms..");

    @ArchTest
    static final ArchRule selectorIsALanguageAndNothingElse = classes()
            .that()
            .resideInAPackage("io.corduroy.selector..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.corduroy.selector..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule protocolKnowsTransportOnly = noClasses()
            .that()
            .resideInAPackage("io.corduroy.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.corduroy.broker..", "io.corduroy.client..", "io.corduroy.server..", "io.corduroy.log..");

    @ArchTest
    static final ArchRule brokerDoesNotKnowItsProcess = noClasses()
            .that()
            .resideInAPackage("io.corduroy.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.corduroy.client..", "io.corduroy.server..", "io.corduroy.transport..", "io.corduroy.cli..");

    @ArchTest
    static final ArchRule clientDoesNotKnowTheServer = noClasses()
            .that()
            .resideInAPackage("io.corduroy.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.corduroy.broker..", "io.corduroy.server..", "io.corduroy.log..", "io.corduroy.selector..");

    @ArchTest
    static final ArchRule serverDoesNotKnowTheClient = noClasses()
            .that()
            .resideInAPackage("io.corduroy.server..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.corduroy.client..", "io.corduroy.cli..");

    @ArchTest
    static final ArchRule jakartaJmsIsTheClients = noClasses()
            .that()
            .resideOutsideOfPackages("io.corduroy.client..", "io.corduroy.cli..", "io.corduroy.ra..")
            .and()
            .resideInAnyPackage(
                    "io.corduroy.log..",
                    "io.corduroy.transport..",
                    "io.corduroy.protocol..",
                    "io.corduroy.selector..",
                    "io.corduroy.broker..",
                    "io.corduroy.server..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.jms..");

    @ArchTest
    static final ArchRule nettyIsTransports = noClasses()
            .that()
            .resideOutsideOfPackage("io.corduroy.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule picocliIsTheCommandLines = noClasses()
            .that()
            .resideOutsideOfPackage("io.corduroy.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");
}
