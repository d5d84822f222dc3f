package io.corduroy.selector;

import io.corduroy.selector.NaiveSelector.Literal;
import java.util.Random;

/** Numeric literals in every form that Java has for them, with what they mean. */
final class RandomNumbers {
    private final Random random;

    RandomNumbers(Random random) {
        this.random = random;
    }

    Literal next() {
        return random.nextBoolean() ? exact() : approximate();
    }

    private Literal exact() {
        // Of any length: most of all longs are very long.
        long value = random.nextLong() >>> random.nextInt(64);
        String suffix = any("", "", "L", "l");
        return switch (random.nextInt(4)) {
            case 0 -> new Literal(any("0x", "0X") + underscored(inAnyCase(Long.toHexString(value))) + suffix, value);
            case 1 -> new Literal(any("0b", "0B") + underscored(Long.toBinaryString(value)) + suffix, value);
            case 2 -> new Literal("0" + any("", "_", "0") + underscored(Long.toOctalString(value)) + suffix, value);
            default -> {
                long positive = value & Long.MAX_VALUE;
                yield new Literal(underscored(Long.toString(positive)) + suffix, positive);
            }
        };
    }

    private Literal approximate() {
        double small = random.nextInt(1_000_000) / (double) (1 << random.nextInt(20));
        double value = random.nextInt(3) == 0 ? Math.abs(random.nextGaussian() * 1e10) : small;
        boolean isFloat = random.nextInt(3) == 0;
        String suffix = isFloat ? any("f", "F") : any("", "d", "D");
        String text;
        if (random.nextInt(4) == 0) {
            text = Double.toHexString(value);
        } else {
            text = random.nextBoolean()
                    ? String.format("%." + random.nextInt(12) + "e", value)
                    : Double.toString(value);
            text = text.startsWith("0.") && random.nextBoolean() ? text.substring(1) : text;
            text = text.endsWith(".0") && random.nextBoolean() ? text.substring(0, text.length() - 1) : text;
        }
        text = inAnyCase(text) + suffix;
        return new Literal(text, isFloat ? (Object) Float.parseFloat(text) : (Object) Double.parseDouble(text));
    }

    private String inAnyCase(String digits) {
        return random.nextBoolean()
                ? digits
                : digits.toUpperCase(java.util.Locale.ROOT).replace("0X", "0x");
    }

    /** Underscores between digits mean nothing. */
    private String underscored(String digits) {
        if (random.nextInt(3) > 0 || digits.length() < 2) {
            return digits;
        }
        int at = 1 + random.nextInt(digits.length() - 1);
        return digits.substring(0, at) + any("_", "__") + digits.substring(at);
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
