package io.corduroy.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Prints rows for people or for programs. */
enum Output {
    /** Columns with a head, numbers to the right; a single row of many columns is printed downwards. */
    table {
        @Override
        void print(List<String> columns, List<Map<String, String>> rows, PrintWriter out) {
            Map<String, Integer> widths = new LinkedHashMap<>();
            columns.forEach(column -> widths.put(column, column.length()));
            Set<String> textual = new LinkedHashSet<>();
            for (Map<String, String> row : rows) {
                row.forEach((column, cell) -> {
                    widths.merge(column, Math.max(column.length(), cell.length()), Math::max);
                    if (!cell.isEmpty() && !Json.isNumber(cell)) {
                        textual.add(column);
                    }
                });
            }
            if (widths.isEmpty()) {
                return;
            }
            if (rows.size() == 1 && widths.size() > MOST_COLUMNS) {
                printDown(widths, rows.get(0), out);
                return;
            }
            out.println(line(widths, textual, headOf(widths)));
            for (Map<String, String> row : rows) {
                out.println(line(widths, textual, row));
            }
        }

        /** A row that no terminal is wide enough for: a line for each cell. */
        private void printDown(Map<String, Integer> columns, Map<String, String> row, PrintWriter out) {
            int width = columns.keySet().stream().mapToInt(String::length).max().orElse(0);
            columns.keySet().forEach(column -> {
                String head = column.toUpperCase(Locale.ROOT) + " ".repeat(width - column.length());
                out.println((head + "  " + row.getOrDefault(column, "")).stripTrailing());
            });
        }

        private Map<String, String> headOf(Map<String, Integer> widths) {
            Map<String, String> head = new LinkedHashMap<>();
            widths.keySet().forEach(column -> head.put(column, column.toUpperCase(Locale.ROOT)));
            return head;
        }

        private String line(Map<String, Integer> widths, Set<String> textual, Map<String, String> row) {
            List<String> cells = new ArrayList<>();
            widths.forEach((column, width) -> {
                String cell = row.getOrDefault(column, "");
                String space = " ".repeat(width - cell.length());
                cells.add(textual.contains(column) ? cell + space : space + cell);
            });
            return String.join("  ", cells).stripTrailing();
        }
    },

    /** An array with one object per row and line; cells that are numbers or flags are such. */
    json {
        @Override
        void print(List<String> columns, List<Map<String, String>> rows, PrintWriter out) {
            if (rows.isEmpty()) {
                out.println("[]");
                return;
            }
            String before = "[";
            for (Map<String, String> row : rows) {
                out.print(before + Json.object(row));
                before = ",\n ";
            }
            out.println("]");
        }
    };

    private static final int MOST_COLUMNS = 12;

    /** Prints rows; the columns are those given, or else those of the first row. */
    abstract void print(List<String> columns, List<Map<String, String>> rows, PrintWriter out);
}
