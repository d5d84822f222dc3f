package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code SECTIONS.md} says which class proves which section: it names what is there, and all of it. */
class SectionsTableTest {

    private static final Path TABLE = Path.of("SECTIONS.md");
    private static final Path SOURCES = Path.of("src/test/java/io/corduroy/conformance/section");
    private static final Pattern ROW =
            Pattern.compile("\\| (\\d+(?:\\.\\d+)*) \\|([^|]*)\\|(?<classes>[^|]*)\\|(?<remark>[^|]*)\\|");
    private static final Pattern CLASS = Pattern.compile("Section((?:\\d+_)*\\d+)[A-Z]\\w*Test");

    private record Row(String section, List<String> classes, String remark) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                List<String> classes = CLASS.matcher(row.group("classes"))
                        .results()
                        .map(found -> found.group())
                        .toList();
                rows.add(new Row(row.group(1), classes, row.group("remark").strip()));
            }
        }
        assertThat(rows).hasSizeGreaterThan(100);
        return rows;
    }

    private static List<String> classes() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> CLASS.matcher(name).matches())
                    .toList();
        }
    }

    @Test
    void everyClassIsInTheRowOfItsSection() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : classes()) {
            Matcher parts = CLASS.matcher(name);
            assertThat(parts.matches()).isTrue();
            String section = parts.group(1).replace('_', '.');
            if (rows().stream()
                    .noneMatch(row ->
                            row.section().equals(section) && row.classes().contains(name))) {
                missing.add(section + ": " + name);
            }
        }

        assertThat(missing).as("classes that SECTIONS.md does not name").isEmpty();
    }

    @Test
    void everyClassInTheTableExists() throws IOException {
        TreeSet<String> named = new TreeSet<>();
        rows().forEach(row -> named.addAll(row.classes()));

        assertThat(classes()).containsAll(named);
    }

    @Test
    void everySectionHasAClassOrAReason() throws IOException {
        assertThat(rows())
                .allMatch(row -> !row.classes().isEmpty() || !row.remark().isEmpty());
    }

    @Test
    void noSectionIsThereTwice() throws IOException {
        assertThat(rows().stream().map(Row::section)).doesNotHaveDuplicates();
    }
}
