package io.corduroy.log;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the files in a log's directory. */
final class FileNames {
    static final String TEMPORARY = ".tmp";

    // A first digit below 9 keeps every match within a long.
    private static final Pattern SEGMENT = Pattern.compile("0([0-8][0-9]{18})-([0-9]{16})\\.log");
    private static final Pattern SPARE = Pattern.compile("spare-([0-9]{6,18})");
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-([0-9]{10,18})");

    private FileNames() {}

    static String segment(long base, long sizeBytes) {
        return String.format(Locale.ROOT, "%020d-%016d.log", base, sizeBytes);
    }

    static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }

    static long segmentBase(String name) {
        return number(SEGMENT, name, 1).orElseThrow();
    }

    static long segmentSize(String name) {
        return number(SEGMENT, name, 2).orElseThrow();
    }

    static String spare(long number) {
        return String.format(Locale.ROOT, "spare-%06d", number);
    }

    static OptionalLong spareNumber(String name) {
        return number(SPARE, name, 1);
    }

    static String checkpoint(long generation) {
        return String.format(Locale.ROOT, "checkpoint-%010d", generation);
    }

    static OptionalLong checkpointGeneration(String name) {
        return number(CHECKPOINT, name, 1);
    }

    private static OptionalLong number(Pattern pattern, String name, int group) {
        Matcher matcher = pattern.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(group))) : OptionalLong.empty();
    }
}
