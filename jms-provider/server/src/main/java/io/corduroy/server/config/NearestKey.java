package io.corduroy.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the key that somebody probably meant, by the fewest letters to insert, delete, replace or swap. */
final class NearestKey {

    private NearestKey() {}

    /** A sentence to append to an error message; empty if no key is close. */
    static String suggestion(String wrong, Collection<String> known) {
        return find(wrong, known).map(key -> "; did you mean \"" + key + "\"?").orElse("");
    }

    static Optional<String> find(String wrong, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(key -> distance(wrong, key)))
                .filter(key -> distance(wrong, key) <= Math.max(2, key.length() / 2));
    }

    /** Restricted Damerau–Levenshtein distance of the two words, ignoring case and the kind of separator. */
    static int distance(String left, String right) {
        String a = normalize(left);
        String b = normalize(right);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }

    private static String normalize(String key) {
        return key.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
