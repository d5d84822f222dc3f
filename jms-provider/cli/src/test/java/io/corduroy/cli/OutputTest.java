package io.corduroy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputTest {

    private static final List<String> COLUMNS = List.of("name", "messages", "exclusive");

    @Test
    void aTableHasItsNumbersToTheRight() {
        List<Map<String, String>> rows = List.of(row("orders.eu", "12", "false"), row("a", "100000", "true"));

        assertThat(print(Output.table, rows)).isEqualToNormalizingNewlines("""
                        NAME       MESSAGES  EXCLUSIVE
                        orders.eu        12  false
                        a            100000  true
                        """);
    }

    @Test
    void aSingleRowOfManyColumnsIsPrintedDownwards() {
        List<String> columns =
                IntStream.range(0, 20).mapToObj(i -> "column-" + i).toList();
        StringWriter out = new StringWriter();

        Output.table.print(columns, List.of(Map.of("column-0", "a", "column-10", "b")), new PrintWriter(out));

        assertThat(out.toString().lines()).hasSize(20).contains("COLUMN-0   a", "COLUMN-10  b", "COLUMN-19");
    }

    @Test
    void anEmptyTableHasItsHeadAndAnEmptyArrayIsOne() {
        assertThat(print(Output.table, List.of())).isEqualToNormalizingNewlines("NAME  MESSAGES  EXCLUSIVE\n");
        assertThat(print(Output.json, List.of())).isEqualToNormalizingNewlines("[]\n");
    }

    @Test
    void jsonHasNumbersFlagsAndNamesThatLookLikeNumbers() {
        assertThat(print(Output.json, List.of(row("42", "42", "true"), row("a\"\\\n\u0007ü", "", "false"))))
                .isEqualToNormalizingNewlines("""
                        [{"name": "42", "messages": 42, "exclusive": true},
                         {"name": "a\\"\\\\\\n\\u0007ü", "messages": "", "exclusive": false}]
                        """);
    }

    @Test
    void numbersThatNotEveryReaderKeepsAreText() {
        assertThat(Json.isNumber("123456789012345")).isTrue();
        assertThat(Json.isNumber("1234567890123456")).isFalse();
        assertThat(Json.isNumber("007")).isFalse();
        assertThat(Json.isNumber("-1.5")).isTrue();
        assertThat(Json.string("\ud83d\ude80\ud83d")).isEqualTo("\"\ud83d\ude80\\ud83d\"");
    }

    private static Map<String, String> row(String... cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            row.put(COLUMNS.get(i), cells[i]);
        }
        return row;
    }

    private static String print(Output output, List<Map<String, String>> rows) {
        StringWriter out = new StringWriter();
        output.print(COLUMNS, rows, new PrintWriter(out));
        return out.toString();
    }
}
