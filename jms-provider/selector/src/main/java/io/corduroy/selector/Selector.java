package io.corduroy.selector;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message selector (Jakarta Messaging 3.1, 3.8.1), compiled. It never changes and any thread may use it.
 *
 * <p>What the specification leaves open is decided in {@code decisions/0001-selector-semantics.md} of this module.
 */
public final class Selector {
    /** The longest selector that is accepted, in Java chars. */
    public static final int MAX_LENGTH = 65_536;

    /** How many brackets may stand within each other. */
    public static final int MAX_DEPTH = 200;

    private static final Accumulator[] NO_ACCUMULATORS = {};

    private final String text;
    private final Set<String> identifiers;
    private final Condition condition;
    private final int accumulatorCount;

    /** The accumulators of the latest evaluation that is over: kept, so that arithmetic allocates nothing per message. */
    private final AtomicReference<Accumulator @Nullable []> idleAccumulators = new AtomicReference<>();

    private Selector(String text, Parser parser) throws SelectorException {
        this.text = text;
        this.condition = parser.selector();
        this.identifiers = Collections.unmodifiableSet(parser.identifiers());
        this.accumulatorCount = parser.accumulators();
    }

    /**
     * Compiles a selector.
     *
     * <p>The empty text means "no selector" to the specification (3.8.1.1). That is a matter of who asks for messages,
     * so it is refused here: test for it before.
     *
     * @param text a conditional expression of 1 to {@link #MAX_LENGTH} chars
     * @return the compiled selector
     * @throws SelectorException if the text is no selector; the message names column, finding and expectation
     */
    public static Selector parse(String text) throws SelectorException {
        if (text.length() > MAX_LENGTH) {
            throw new SelectorException(
                    MAX_LENGTH + 1, "found " + text.length() + " characters, expected at most " + MAX_LENGTH);
        }
        return new Selector(text, new Parser(text));
    }

    /**
     * Returns whether the selector is true for a message; false and unknown are no match (3.8.1.1).
     *
     * <p>Allocates nothing. Values are asked for in the order of the text and only as far as they matter.
     *
     * @param view the message
     * @return true for a match
     */
    public boolean matches(MessageView view) {
        return evaluate(view) == Truth.TRUE;
    }

    Truth evaluate(MessageView view) {
        if (accumulatorCount == 0) {
            return condition.test(view, NO_ACCUMULATORS);
        }
        Accumulator[] accumulators = idleAccumulators.getAndSet(null);
        if (accumulators == null) {
            accumulators =
                    Stream.generate(Accumulator::new).limit(accumulatorCount).toArray(Accumulator[]::new);
        }
        Truth truth = condition.test(view, accumulators);
        idleAccumulators.setRelease(accumulators);
        return truth;
    }

    /**
     * Returns the text that was compiled.
     *
     * @return what was given to {@link #parse(String)}
     */
    public String text() {
        return text;
    }

    /**
     * Returns the header fields and properties that the selector names.
     *
     * @return an unmodifiable set, in order of appearance
     */
    public Set<String> identifiers() {
        return identifiers;
    }

    /** Selectors of the same text are equal; that two texts mean the same is not found out. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Selector selector && text.equals(selector.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
