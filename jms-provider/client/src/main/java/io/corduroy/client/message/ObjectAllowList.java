package io.corduroy.client.message;

import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The classes that a client deserialises from object messages. Whoever may send can choose the class, and some classes
 * do harm while they are read, so what is not listed is refused before an instance exists. Never changes.
 *
 * <p>A pattern is the name of a class, {@code com.acme.Order}; all classes of a package, {@code com.acme.*}; those of its
 * subpackages too, {@code com.acme.**}; or everything, {@code *}. A nested class belongs to the class and package around
 * it. Primitives and arrays of what is listed are always taken.
 */
public final class ObjectAllowList {
    private static final Pattern FORMAT = Pattern.compile(
            "\\*|\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*(?:\\.\\*{1,2})?");

    /** Objects within objects; about what a thread's stack bears. */
    private static final int MAX_DEPTH = 1_000;

    /** An element takes a byte at least; hash tables are up to three times as long as what is in them. */
    private static final long ELEMENTS_PER_BYTE = 4;

    private static final long SPARE_ELEMENTS = 1_024;

    private static final ObjectAllowList DEFAULT =
            new ObjectAllowList(List.of("java.lang.*", "java.util.*", "java.math.*", "java.time.*"));

    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "short", "char", "int", "long", "float", "double", "void");

    private final List<String> patterns;

    private ObjectAllowList(List<String> patterns) {
        this.patterns = patterns;
    }

    /**
     * Returns the list of a client that was told nothing: values of {@code java.lang}, {@code java.util}, {@code
     * java.math} and {@code java.time}, not of their subpackages.
     *
     * @return always the same
     */
    public static ObjectAllowList defaults() {
        return DEFAULT;
    }

    /**
     * Returns this list with more patterns.
     *
     * @param commaSeparated patterns; white space around them is ignored, so is an empty one
     * @return a new list
     * @throws IllegalArgumentException naming a pattern that is none
     */
    public ObjectAllowList with(String commaSeparated) {
        List<String> more = new ArrayList<>(patterns);
        for (String part : commaSeparated.split(",", -1)) {
            String pattern = part.strip();
            if (!pattern.isEmpty()) {
                if (!FORMAT.matcher(pattern).matches()) {
                    throw new IllegalArgumentException("\"" + pattern + "\" is no pattern for classes, expected"
                            + " com.acme.Order, com.acme.*, com.acme.** or *");
                }
                more.add(pattern);
            }
        }
        return new ObjectAllowList(List.copyOf(more));
    }

    /**
     * Returns whether instances of a class may be deserialised.
     *
     * @param className as {@link Class#getName()} gives it; of an array its elements' class counts
     * @return true for primitives and what a pattern names
     */
    public boolean allows(String className) {
        int dimensions = className.lastIndexOf('[') + 1;
        boolean isArrayOfObjects = dimensions > 0 && className.startsWith("L", dimensions) && className.endsWith(";");
        if (dimensions > 0 && !isArrayOfObjects) {
            return true; // of primitives
        }
        String name = isArrayOfObjects ? className.substring(dimensions + 1, className.length() - 1) : className;
        return PRIMITIVES.contains(name) || patterns.stream().anyMatch(pattern -> isMatch(pattern, name));
    }

    private static boolean isMatch(String pattern, String name) {
        if (pattern.equals("*")) {
            return true;
        }
        if (pattern.endsWith(".**")) {
            return name.startsWith(pattern.substring(0, pattern.length() - 2));
        }
        if (pattern.endsWith(".*")) {
            int dot = name.lastIndexOf('.');
            return dot == pattern.length() - 2 && name.startsWith(pattern.substring(0, dot + 1));
        }
        return name.equals(pattern) || name.startsWith(pattern + "$");
    }

    /**
     * Makes the filter for one stream. Besides classes it bounds what a short stream can claim: an array cannot have
     * more elements than the stream has bytes, all together hardly more, nor can objects be nested without end.
     */
    ObjectInputFilter filterFor(int streamBytes) {
        int maxArrayLength = streamBytes + 64; // collections allocate a little more than they hold
        // Arrays within arrays are allocated before anything is read: a thousand, each within its bound, fill a heap.
        long[] elementsLeft = {SPARE_ELEMENTS + ELEMENTS_PER_BYTE * streamBytes};
        ObjectInputFilter ours = info -> {
            elementsLeft[0] -= Math.max(0, info.arrayLength());
            boolean isTooLarge = info.arrayLength() > maxArrayLength || elementsLeft[0] < 0 || info.depth() > MAX_DEPTH;
            if (isTooLarge) {
                return ObjectInputFilter.Status.REJECTED;
            }
            Class<?> type = info.serialClass();
            if (type == null) {
                return ObjectInputFilter.Status.UNDECIDED; // only numbers to be judged, which are in range
            }
            return allows(type.getName()) ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
        };
        ObjectInputFilter wholeProcess = ObjectInputFilter.Config.getSerialFilter();
        return wholeProcess == null ? ours : ObjectInputFilter.merge(ours, wholeProcess);
    }

    /** The patterns, in the form that {@link #with(String)} takes. */
    @Override
    public String toString() {
        return String.join(", ", patterns);
    }
}
