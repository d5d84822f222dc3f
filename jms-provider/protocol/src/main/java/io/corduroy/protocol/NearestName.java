package io.corduroy.protocol;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds which of the known names somebody meant who wrote another one. */
public final class NearestName {

    private NearestName() {}

    /**
     * The known name with the fewest letters inserted, deleted, replaced or swapped with their neighbour; case does not
     * count. Of several equally near the first.
     *
     * @return empty if none is near: more than a third of the letters are wrong
     */
    public static Optional<String> find(String written, Collection<String> known) {
        String nearest = "";
        int fewest = Integer.MAX_VALUE;
        for (String name : known) {
            int edits = edits(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (edits < fewest && edits <= Math.max(1, name.length() / 3)) {
                nearest = name;
                fewest = edits;
            }
        }
        return Optional.of(nearest).filter(name -> !name.isEmpty());
    }

    /**
     * The end of an error message: {@code ; did you mean "…"?}, or else {@code ; known are …}.
     *
     * @param known all of them, in an order to print
     */
    public static String hint(String written, Collection<String> known) {
        return find(written, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElseGet(() -> "; known are " + String.join(", ", known));
    }

    /** Optimal string alignment distance, with three rows of its table. */
    private static int edits(String a, String b) {
        if (Math.abs(a.length() - b.length()) > b.length()) {
            return Integer.MAX_VALUE; // far anyway: no table for a hostile megabyte
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(last, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] oldest = beforeLast;
            beforeLast = last;
            last = row;
            row = oldest;
        }
        return last[b.length()];
    }
}
