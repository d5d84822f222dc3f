package io.corduroy.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TckClassesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    @Test
    void findsTheTestsThatNeedNoContainer() throws IOException {
        file("com/sun/ts/tests/jms/core20/b/ClientIT.class");
        file("com/sun/ts/tests/jms/core/a/QueueTestsIT.class");
        file("com/sun/ts/tests/jms/core/a/Helper.class");
        file("com/sun/ts/tests/jms/ee/a/MdbIT.class");
        file("com/sun/ts/tests/jms/common/JmsTool.class");

        TckClasses found = TckClasses.in(folder);

        assertThat(found.tests())
                .containsExactly("com.sun.ts.tests.jms.core.a.QueueTestsIT", "com.sun.ts.tests.jms.core20.b.ClientIT");
        assertThat(found.classPath()).containsExactly(folder);
    }

    @Test
    void findsThemInJars() throws IOException {
        Path jar = folder.resolve("kit.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("com/sun/ts/tests/jms/core/a/QueueTestsIT.class"));
        }

        TckClasses found = TckClasses.in(folder);

        assertThat(found.tests()).containsExactly("com.sun.ts.tests.jms.core.a.QueueTestsIT");
        assertThat(found.classPath()).containsExactly(folder, jar);
    }

    @Test
    void aFolderWithoutTestsIsAMistakeThatIsExplained() {
        assertThatThrownBy(() -> TckClasses.in(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected are its compiled classes");
        assertThatThrownBy(() -> TckClasses.in(folder.resolve("none"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aResultSurvivesItsLine() {
        TckResult failed = new TckResult("com.sun.ts.tests.jms.core.a.QueueTestsIT#one", "a: b\n c", 17);

        assertThat(TckResult.of(failed.toLine())).isEqualTo(failed);
        assertThat(failed.group()).isEqualTo("core/a");
        assertThat(PassTable.of(java.util.List.of(failed))).contains("core/a", "FAILED", "a: b");
    }
}
