package io.corduroy.selector;

import io.corduroy.selector.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Compiles a selector by recursive descent, one method for each level of precedence:
 *
 * <pre>
 * selector  = and { OR and }
 * and       = not { AND not }
 * not       = { NOT } predicate
 * predicate = sum [ relation sum
 *                 | [NOT] BETWEEN sum AND sum
 *                 | [NOT] IN '(' string { ',' string } ')'
 *                 | [NOT] LIKE string [ ESCAPE string ]
 *                 | IS [NOT] NULL ]
 * sum       = product { ('+' | '-') product }
 * product   = signed { ('*' | '/') signed }
 * signed    = { '+' | '-' } primary
 * primary   = string | number | TRUE | FALSE | identifier | '(' selector ')'
 * </pre>
 *
 * <p>Only brackets recurse, and their depth is limited; chains of operators become one node each, so a long selector is
 * evaluated without a deep stack too.
 */
final class Parser {
    private static final Set<String> HEADERS =
            Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");
    private static final String HEADERS_IN_WORDS =
            "JMSDeliveryMode, JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID, JMSType";

    private final Lexer lexer;
    private final Set<String> identifiers = new LinkedHashSet<>();
    private Token token;
    private int accumulators;
    private int depth;

    Parser(String text) throws SelectorException {
        lexer = new Lexer(text);
        token = lexer.next();
    }

    /** Compiles the whole text. */
    Condition selector() throws SelectorException {
        int column = token.column();
        Condition condition = condition(or(), column);
        if (!token.is(Kind.END)) {
            throw unexpected("AND, OR, an operator or the end");
        }
        return condition;
    }

    /** The header fields and properties named in the text, in order of appearance. */
    Set<String> identifiers() {
        return identifiers;
    }

    /** How many arithmetic results an evaluation has to keep. */
    int accumulators() {
        return accumulators;
    }

    private Expression or() throws SelectorException {
        int column = token.column();
        Expression first = and();
        if (!token.is(Kind.OR)) {
            return first;
        }
        List<Condition> conditions = new ArrayList<>();
        conditions.add(condition(first, column));
        while (accept(Kind.OR)) {
            column = token.column();
            conditions.add(condition(and(), column));
        }
        return new Condition.Or(List.copyOf(conditions));
    }

    private Expression and() throws SelectorException {
        int column = token.column();
        Expression first = not();
        if (!token.is(Kind.AND)) {
            return first;
        }
        List<Condition> conditions = new ArrayList<>();
        conditions.add(condition(first, column));
        while (accept(Kind.AND)) {
            column = token.column();
            conditions.add(condition(not(), column));
        }
        return new Condition.And(List.copyOf(conditions));
    }

    private Expression not() throws SelectorException {
        if (!token.is(Kind.NOT)) {
            return predicate();
        }
        boolean negated = false;
        while (accept(Kind.NOT)) {
            negated = !negated;
        }
        int column = token.column();
        Condition condition = condition(predicate(), column);
        return negated ? new Condition.Not(condition) : condition;
    }

    private Expression predicate() throws SelectorException {
        int column = token.column();
        Expression left = sum();
        return switch (token.kind()) {
            case EQUAL -> comparison(left, Relation.EQUAL, column);
            case UNEQUAL -> comparison(left, Relation.UNEQUAL, column);
            case LESS -> comparison(left, Relation.LESS, column);
            case LESS_OR_EQUAL -> comparison(left, Relation.LESS_OR_EQUAL, column);
            case GREATER -> comparison(left, Relation.GREATER, column);
            case GREATER_OR_EQUAL -> comparison(left, Relation.GREATER_OR_EQUAL, column);
            case IS -> isNull(left, column);
            case NOT, BETWEEN, IN, LIKE -> negatablePredicate(left, column, accept(Kind.NOT));
            default -> left;
        };
    }

    private Condition negatablePredicate(Expression left, int column, boolean negated) throws SelectorException {
        if (token.is(Kind.BETWEEN)) {
            return between(left, column, negated);
        }
        Condition condition;
        if (token.is(Kind.IN)) {
            condition = in(left, column);
        } else if (token.is(Kind.LIKE)) {
            condition = like(left, column);
        } else {
            throw unexpected("BETWEEN, IN or LIKE after NOT");
        }
        return negated ? new Condition.Not(condition) : condition;
    }

    private Condition comparison(Expression left, Relation relation, int column) throws SelectorException {
        Operand leftOperand = relation.isOrdering() ? number(left, column, relation.symbol()) : operand(left);
        advance();
        int rightColumn = token.column();
        Expression right = sum();
        Operand rightOperand = relation.isOrdering() ? number(right, rightColumn, relation.symbol()) : operand(right);
        if (isBoolean(leftOperand) != isBoolean(rightOperand) && areLiterals(leftOperand, rightOperand)) {
            throw new SelectorException(
                    rightColumn,
                    "found a literal of another type than the other side, expected TRUE or FALSE on both sides");
        }
        return new Condition.Comparison(leftOperand, relation, rightOperand);
    }

    private static boolean isBoolean(Operand operand) {
        return operand instanceof Operand.Constant literal && literal.constant() instanceof Boolean;
    }

    private static boolean areLiterals(Operand left, Operand right) {
        return left instanceof Operand.Constant && right instanceof Operand.Constant;
    }

    private Condition between(Expression left, int column, boolean negated) throws SelectorException {
        Operand operand = number(left, column, "BETWEEN");
        advance();
        int lowColumn = token.column();
        Operand low = number(sum(), lowColumn, "BETWEEN");
        expect(Kind.AND, "AND and the upper bound of BETWEEN");
        int highColumn = token.column();
        Operand high = number(sum(), highColumn, "BETWEEN");
        return negated ? new Condition.NotBetween(operand, low, high) : new Condition.Between(operand, low, high);
    }

    private Condition in(Expression left, int column) throws SelectorException {
        Operand identifier = identifier(left, column, "IN");
        advance();
        expect(Kind.OPEN, "( and strings after IN");
        List<String> strings = new ArrayList<>();
        do {
            strings.add(string("a string"));
        } while (accept(Kind.COMMA));
        expect(Kind.CLOSE, ", or ) after a string of IN");
        return new Condition.In(identifier, Set.copyOf(strings));
    }

    private Condition like(Expression left, int column) throws SelectorException {
        Operand identifier = identifier(left, column, "LIKE");
        advance();
        int patternColumn = token.column();
        String pattern = string("a pattern, which is a string, after LIKE");
        if (!accept(Kind.ESCAPE)) {
            return new Condition.Like(identifier, LikePattern.withoutEscape(pattern));
        }
        int escapeColumn = token.column();
        String escape = string("a string of one character after ESCAPE");
        if (escape.codePointCount(0, escape.length()) != 1) {
            throw new SelectorException(
                    escapeColumn,
                    "found the string '" + SelectorException.shorten(escape)
                            + "', expected a string of one character after ESCAPE");
        }
        LikePattern compiled = LikePattern.withEscape(pattern, escape.codePointAt(0));
        if (compiled == null) {
            throw new SelectorException(
                    patternColumn,
                    "found the escape character " + escape + " before something else, expected it only before %, _ or "
                            + escape);
        }
        return new Condition.Like(identifier, compiled);
    }

    private Condition isNull(Expression left, int column) throws SelectorException {
        Operand identifier = identifier(left, column, "IS NULL");
        advance();
        boolean negated = accept(Kind.NOT);
        expect(Kind.NULL, "NULL or NOT NULL after IS");
        Condition condition = new Condition.IsNull(identifier);
        return negated ? new Condition.Not(condition) : condition;
    }

    private Expression sum() throws SelectorException {
        int column = token.column();
        Expression first = product();
        if (!token.is(Kind.PLUS) && !token.is(Kind.MINUS)) {
            return first;
        }
        List<Operand> operands = new ArrayList<>();
        List<Arithmetic> operators = new ArrayList<>();
        operands.add(number(first, column, token.text()));
        while (token.is(Kind.PLUS) || token.is(Kind.MINUS)) {
            operators.add(token.is(Kind.PLUS) ? Arithmetic.PLUS : Arithmetic.MINUS);
            String symbol = advance().text();
            column = token.column();
            operands.add(number(product(), column, symbol));
        }
        return chain(operands, operators);
    }

    private Expression product() throws SelectorException {
        int column = token.column();
        Expression first = signed();
        if (!token.is(Kind.TIMES) && !token.is(Kind.DIVIDED_BY)) {
            return first;
        }
        List<Operand> operands = new ArrayList<>();
        List<Arithmetic> operators = new ArrayList<>();
        operands.add(number(first, column, token.text()));
        while (token.is(Kind.TIMES) || token.is(Kind.DIVIDED_BY)) {
            operators.add(token.is(Kind.TIMES) ? Arithmetic.TIMES : Arithmetic.DIVIDED_BY);
            String symbol = advance().text();
            column = token.column();
            operands.add(number(signed(), column, symbol));
        }
        return chain(operands, operators);
    }

    private Operand chain(List<Operand> operands, List<Arithmetic> operators) {
        return new Operand.Chain(List.copyOf(operands), List.copyOf(operators), accumulators++);
    }

    private Expression signed() throws SelectorException {
        if (!token.is(Kind.PLUS) && !token.is(Kind.MINUS)) {
            return primary();
        }
        boolean negative = false;
        Token sign = token;
        while (token.is(Kind.PLUS) || token.is(Kind.MINUS)) {
            negative ^= token.is(Kind.MINUS);
            sign = advance();
        }
        if (token.value() == NumberLiteral.ONLY_BEHIND_MINUS && sign.is(Kind.MINUS)) {
            advance();
            return new Operand.Constant(Long.MIN_VALUE); // minus that is itself, so further signs change nothing
        }
        int column = token.column();
        Operand operand = number(primary(), column, sign.text());
        if (operand instanceof Operand.Constant constant) {
            return new Operand.Constant(withSign(negative, (Number) constant.constant()));
        }
        return new Operand.Signed(negative, operand, accumulators++);
    }

    private static Number withSign(boolean negative, Number literal) {
        if (!negative) {
            return literal;
        }
        if (literal instanceof Long exact) {
            return -exact;
        }
        return literal instanceof Float approximate ? (Number) (-approximate) : (Number) (-literal.doubleValue());
    }

    private Expression primary() throws SelectorException {
        return switch (token.kind()) {
            case NUMBER, STRING -> literal();
            case TRUE, FALSE -> new Operand.Constant(advance().is(Kind.TRUE));
            case IDENTIFIER -> identifier();
            case OPEN -> inBrackets();
            case NULL -> throw unexpected("a literal, an identifier or ( (to test for NULL write IS NULL)");
            default -> throw unexpected("a literal, an identifier or (");
        };
    }

    private Operand literal() throws SelectorException {
        if (token.value() == NumberLiteral.ONLY_BEHIND_MINUS) {
            throw new SelectorException(
                    token.column(), "found " + token.text() + ", which does not fit into a Java long");
        }
        return new Operand.Constant(Objects.requireNonNull(advance().value()));
    }

    private Operand identifier() throws SelectorException {
        String name = token.text();
        boolean isReserved = name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_");
        if (isReserved && !HEADERS.contains(name)) {
            throw new SelectorException(
                    token.column(),
                    "found " + SelectorException.shorten(name)
                            + ", expected a property or one of the header fields that selectors may name: "
                            + HEADERS_IN_WORDS);
        }
        advance();
        identifiers.add(name);
        return new Operand.Identifier(name);
    }

    private Expression inBrackets() throws SelectorException {
        if (++depth > Selector.MAX_DEPTH) {
            throw new SelectorException(
                    token.column(), "found more than " + Selector.MAX_DEPTH + " brackets within each other");
        }
        advance();
        Expression inner = or();
        expect(Kind.CLOSE, "an operator or )");
        depth--;
        return inner;
    }

    // What an expression may be used for

    private static Condition condition(Expression expression, int column) throws SelectorException {
        if (expression instanceof Condition condition) {
            return condition;
        }
        if (expression instanceof Operand.Identifier identifier) {
            return new Condition.Flag(identifier);
        }
        if (expression instanceof Operand.Constant constant && constant.constant() instanceof Boolean value) {
            return new Condition.Always(Truth.of(value));
        }
        throw new SelectorException(column, "found a value, expected something that is true or false");
    }

    private static Operand operand(Expression expression) {
        return expression instanceof Condition condition ? new Operand.Outcome(condition) : (Operand) expression;
    }

    private static Operand number(Expression expression, int column, String operator) throws SelectorException {
        Operand operand = operand(expression);
        if (!operand.canBeNumber()) {
            throw new SelectorException(
                    column, "found " + kindOf(operand) + ", expected a number: " + operator + " is for numbers only");
        }
        return operand;
    }

    private static String kindOf(Operand operand) {
        if (operand instanceof Operand.Constant constant) {
            return constant.constant() instanceof String string
                    ? "the string '" + SelectorException.shorten(string) + "'"
                    : "a boolean value";
        }
        return "a condition";
    }

    private static Operand identifier(Expression expression, int column, String operator) throws SelectorException {
        if (expression instanceof Operand.Identifier identifier) {
            return identifier;
        }
        throw new SelectorException(column, "found something else, expected an identifier before " + operator);
    }

    // Tokens

    /** Goes to the next token and returns the one left behind. */
    private Token advance() throws SelectorException {
        Token left = token;
        token = lexer.next();
        return left;
    }

    private boolean accept(Kind kind) throws SelectorException {
        if (!token.is(kind)) {
            return false;
        }
        advance();
        return true;
    }

    private void expect(Kind kind, String expected) throws SelectorException {
        if (!accept(kind)) {
            throw unexpected(expected);
        }
    }

    private String string(String expected) throws SelectorException {
        if (!token.is(Kind.STRING)) {
            throw unexpected(expected);
        }
        return (String) Objects.requireNonNull(advance().value());
    }

    private SelectorException unexpected(String expected) {
        return new SelectorException(token.column(), "found " + token.description() + ", expected " + expected);
    }
}
