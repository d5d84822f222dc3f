package io.corduroy.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.locks.ReentrantLock;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Deciding code takes time, randomness and effects as arguments. The list says what of the JDK it may use, since a
 * list of what it may not use leaks.
 */
@AnalyzeClasses(packages = "io.corduroy", importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {

    private static final String[] PURE = {
        "io.corduroy.protocol..", "io.corduroy.selector..", "io.corduroy.broker..", "io.corduroy.client.engine.."
    };

    private static final DescribedPredicate<JavaClass> HARMLESS =
            DescribedPredicate.describe("free of clocks, threads, locks, files and sockets", PurityTest::isHarmless);

    @ArchTest
    static final ArchRule pureCodeUsesHarmlessClassesOnly =
            classes().that().resideInAnyPackage(PURE).should().onlyDependOnClassesThat(HARMLESS);

    @ArchTest
    static final ArchRule pureCodeReadsNoClock = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .or()
            .resideInAPackage("io.corduroy.log..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callConstructor(java.util.Random.class);

    @ArchTest
    static final ArchRule logEngineStartsNoThread = noClasses()
            .that()
            .resideInAPackage("io.corduroy.log..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent.locks..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.concurrent.Executor.class);

    @Test
    void refusesALockAndAThreadWhenItSeesOne() {
        JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);
        ArchRule rule = classes().should().onlyDependOnClassesThat(HARMLESS);

        Assertions.assertThat(rule.evaluate(planted).hasViolation()).isTrue();
    }

    private static boolean isHarmless(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        String in = base.getPackageName();
        if (in.startsWith("io.corduroy")) {
            return true;
        }
        if (base.isPrimitive() || in.startsWith("org.jspecify") || in.equals("org.slf4j")) {
            return true;
        }
        if (in.equals("java.lang")) {
            return !base.isAssignableTo(Thread.class)
                    && !base.getSimpleName().equals("ThreadLocal")
                    && !base.getSimpleName().equals("Process")
                    && !base.getSimpleName().equals("Runtime");
        }
        if (in.equals("java.util")) {
            return !base.getSimpleName().equals("Timer")
                    && !base.getSimpleName().equals("Date");
        }
        return in.equals("java.lang.annotation")
                || in.equals("java.lang.invoke")
                || in.equals("java.lang.runtime")
                || in.equals("java.nio")
                || in.equals("java.nio.charset")
                || in.equals("java.util.concurrent.atomic")
                || in.equals("java.util.function")
                || in.equals("java.util.stream")
                || in.equals("java.util.zip")
                || in.equals("java.util.random")
                || in.equals("java.util.regex")
                || in.equals("java.math")
                || in.equals("java.io");
    }

    /** What the rule is for. */
    static final class Planted {
        final ReentrantLock lock = new ReentrantLock();
    }
}
