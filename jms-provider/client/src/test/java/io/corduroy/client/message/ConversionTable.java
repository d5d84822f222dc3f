package io.corduroy.client.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The tables of the specification as test cases, one for each cell. */
final class ConversionTable {
    /** Jakarta Messaging 3.1, table 3-2. */
    static final String PROPERTIES = """
                    | boolean byte short int long float double String
            boolean |    X                                       X
            byte    |          X     X    X   X                  X
            short   |                X    X   X                  X
            int     |                     X   X                  X
            long    |                         X                  X
            float   |                               X     X      X
            double  |                                     X      X
            String  |    X     X     X    X   X     X     X      X
            """;

    /** Jakarta Messaging 3.1, table 3-7. */
    static final String BODIES = """
                    | boolean byte short char int long float double String byte[]
            boolean |    X                                            X
            byte    |          X     X         X   X                  X
            short   |                X         X   X                  X
            char    |                     X                           X
            int     |                          X   X                  X
            long    |                              X                  X
            float   |                                    X     X      X
            double  |                                          X      X
            String  |    X     X     X         X   X     X     X      X
            byte[]  |                                                        X
            """;

    /** A value of each type that every conversion in the table can take. */
    static final Map<String, Object> VALUES = Map.of(
            "boolean",
            true,
            "byte",
            (byte) 5,
            "short",
            (short) 5,
            "char",
            'c',
            "int",
            5,
            "long",
            5L,
            "float",
            5.0f,
            "double",
            5.0,
            "String",
            "5",
            "byte[]",
            new byte[] {5});

    private ConversionTable() {}

    /** Written as, read as, whether it is marked. */
    static Stream<Arguments> cells(String table) {
        List<String> lines = table.lines().toList();
        String head = lines.get(0);
        List<Arguments> cells = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String written = line.substring(0, line.indexOf('|')).strip();
            int marks = 0;
            for (String read : head.substring(head.indexOf('|') + 1).strip().split(" ", -1)) {
                int from = head.indexOf(" " + read) + 1;
                int to = Math.min(line.length(), from + read.length());
                boolean isMarked = from < to && line.substring(from, to).contains("X");
                marks += isMarked ? 1 : 0;
                cells.add(Arguments.of(written, read, isMarked));
            }
            if (marks != line.chars().filter(character -> character == 'X').count()) {
                throw new AssertionError("the table is not aligned: " + line);
            }
        }
        return cells.stream();
    }

    /** What a marked cell yields. */
    static Object expected(String written, String read) {
        Object value = Objects.requireNonNull(VALUES.get(read));
        return switch (read) {
            case "String" -> String.valueOf(VALUES.get(written));
            case "boolean" -> written.equals("boolean"); // the String "5" is not true
            default -> value;
        };
    }
}
