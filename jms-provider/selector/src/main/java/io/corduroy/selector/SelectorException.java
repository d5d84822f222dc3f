package io.corduroy.selector;

/** Says that a text is no selector: in which column, what was found there and what was expected. */
public final class SelectorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int column;

    SelectorException(int column, String problem) {
        super("selector, column " + column + ": " + problem);
        this.column = column;
    }

    /**
     * Returns the place of the problem.
     *
     * @return the number of the offending character, counted in Java chars from 1; one beyond the length if the text
     *     ended too early
     */
    public int column() {
        return column;
    }

    /** Keeps a message readable when it quotes a part of the selector. */
    static String shorten(String quoted) {
        return quoted.length() <= 40 ? quoted : quoted.substring(0, 40) + "…";
    }
}
