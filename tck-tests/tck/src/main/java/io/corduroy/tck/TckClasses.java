package io.corduroy.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compiled tests: a folder of classes, or of jars.
 *
 * @param classPath what to put on the class path for them
 * @param tests names of the test classes that need no container, in order
 */
record TckClasses(List<Path> classPath, List<String> tests) {

    private static final Pattern TEST = Pattern.compile("(com/sun/ts/tests/jms/core(?:20)?/[\\w/]+IT)\\.class");

    /**
     * Looks.
     *
     * @throws IllegalArgumentException if there is no test in the folder; the text says what is expected
     */
    static TckClasses in(Path folder) throws IOException {
        List<String> entries = new ArrayList<>();
        List<Path> classPath = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            classPath.add(folder);
            for (Path file : filesIn(folder)) {
                if (file.toString().endsWith(".jar")) {
                    classPath.add(file);
                    entries.addAll(entriesOf(file));
                } else {
                    entries.add(folder.relativize(file).toString().replace('\\', '/'));
                }
            }
        }
        List<String> tests = entries.stream()
                .map(TEST::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1).replace('/', '.'))
                .distinct()
                .sorted()
                .toList();
        if (tests.isEmpty()) {
            throw new IllegalArgumentException(
                    "no test of the TCK in " + folder
                            + ": expected are its compiled classes, com/sun/ts/tests/jms/core/…IT.class and core20, or jars with them");
        }
        return new TckClasses(classPath, tests);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static List<String> entriesOf(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream().map(entry -> entry.getName()).toList();
        }
    }
}
