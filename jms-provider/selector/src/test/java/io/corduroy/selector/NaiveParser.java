package io.corduroy.selector;

import io.corduroy.selector.NaiveSelector.Between;
import io.corduroy.selector.NaiveSelector.Binary;
import io.corduroy.selector.NaiveSelector.Compare;
import io.corduroy.selector.NaiveSelector.In;
import io.corduroy.selector.NaiveSelector.IsNull;
import io.corduroy.selector.NaiveSelector.Like;
import io.corduroy.selector.NaiveSelector.Literal;
import io.corduroy.selector.NaiveSelector.Logic;
import io.corduroy.selector.NaiveSelector.Name;
import io.corduroy.selector.NaiveSelector.Not;
import io.corduroy.selector.NaiveSelector.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A second way to read a selector, for the tests alone: not by descent but by cutting the tokens at the operator that binds most
 * loosely, again and again. Shares no line with the compiled form, and says no more about what is wrong than that it is.
 */
final class NaiveParser {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Set<String> NEGATABLE = Set.of("BETWEEN", "IN", "LIKE");
    private static final Set<String> HEADERS =
            Set.of("JMSDeliveryMode", "JMSPriority", "JMSMessageID", "JMSTimestamp", "JMSCorrelationID", "JMSType");

    /** It is no selector. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
    }

    private final List<NaiveToken> tokens;
    private int brackets;

    private NaiveParser(List<NaiveToken> tokens) {
        this.tokens = tokens;
    }

    static NaiveSelector parse(String text) throws Refused {
        List<NaiveToken> tokens = NaiveToken.cut(text);
        return condition(new NaiveParser(tokens).anything(0, tokens.size()));
    }

    // What a part may be used for

    private static NaiveSelector condition(NaiveSelector part) throws Refused {
        boolean isTruth = part instanceof Literal literal && literal.value() instanceof Boolean;
        return require(part, isOutcome(part) || part instanceof Name || isTruth);
    }

    private static boolean isOutcome(NaiveSelector part) {
        return part instanceof Compare
                || part instanceof Logic
                || part instanceof Not
                || part instanceof Between
                || part instanceof In
                || part instanceof Like
                || part instanceof IsNull;
    }

    private static NaiveSelector number(NaiveSelector part) throws Refused {
        boolean isOther = part instanceof Literal literal && !(literal.value() instanceof Number);
        return require(part, !isOther && !isOutcome(part));
    }

    private static Name name(NaiveSelector part) throws Refused {
        return (Name) require(part, part instanceof Name);
    }

    private static <T> T require(T part, boolean holds) throws Refused {
        if (!holds) {
            throw new Refused();
        }
        return part;
    }

    // Cutting

    private String at(int i) {
        return tokens.get(i).word();
    }

    /** The place of an operator outside of brackets; −1 if there is none. */
    private int find(int from, int end, boolean last, IntPredicate operator) throws Refused {
        int found = -1;
        int depth = 0;
        for (int i = from; i < end; i++) {
            depth += at(i).equals("(") ? 1 : at(i).equals(")") ? -1 : 0;
            require("", depth >= 0);
            if (depth == 0 && operator.test(i) && (last || found < 0)) {
                found = i;
            }
        }
        require("", depth == 0);
        return found;
    }

    private NaiveSelector anything(int from, int end) throws Refused {
        require("", from < end);
        int or = find(from, end, true, i -> at(i).equals("OR"));
        if (or >= 0) {
            return new Logic(condition(anything(from, or)), "OR", condition(anything(or + 1, end)));
        }
        int and = lastAnd(from, end);
        if (and >= 0) {
            return new Logic(condition(anything(from, and)), "AND", condition(anything(and + 1, end)));
        }
        if (at(from).equals("NOT")) {
            return new Not(condition(anything(from + 1, end)));
        }
        int operator = find(
                from, end, false, i -> COMPARISONS.contains(at(i)) || NEGATABLE.contains(at(i)) || at(i).equals("IS"));
        return operator < 0 ? value(from, end) : predicate(from, operator, end);
    }

    /** An AND belongs to the BETWEEN before it, if that has none yet. */
    private int lastAnd(int from, int end) throws Refused {
        int[] betweens = {0};
        return find(from, end, true, i -> {
            betweens[0] += at(i).equals("BETWEEN") ? 1 : 0;
            boolean isAnd = at(i).equals("AND");
            boolean isItsAnd = isAnd && betweens[0] > 0;
            betweens[0] -= isItsAnd ? 1 : 0;
            return isAnd && !isItsAnd;
        });
    }

    private NaiveSelector predicate(int from, int operator, int end) throws Refused {
        String symbol = at(operator);
        if (COMPARISONS.contains(symbol)) {
            return comparison(value(from, operator), symbol, value(operator + 1, end));
        }
        if (symbol.equals("IS")) {
            boolean negated = end - operator == 3 && at(operator + 1).equals("NOT");
            require("", end - operator == (negated ? 3 : 2) && at(end - 1).equals("NULL"));
            return new IsNull(name(value(from, operator)), negated);
        }
        boolean negated = operator > from && at(operator - 1).equals("NOT");
        NaiveSelector left = value(from, negated ? operator - 1 : operator);
        return switch (symbol) {
            case "BETWEEN" -> {
                int and = find(operator + 1, end, false, i -> at(i).equals("AND"));
                require("", and >= 0);
                yield new Between(number(left), negated, number(value(operator + 1, and)), number(value(and + 1, end)));
            }
            case "IN" -> new In(name(left), negated, strings(operator + 1, end));
            default -> like(name(left), negated, operator + 1, end);
        };
    }

    private static NaiveSelector comparison(NaiveSelector left, String symbol, NaiveSelector right) throws Refused {
        if (!symbol.equals("=") && !symbol.equals("<>")) {
            return new Compare(number(left), symbol, number(right));
        }
        boolean isMixed = isLiteral(left) && isLiteral(right) && isBoolean(left) != isBoolean(right);
        return require(new Compare(left, symbol, right), !isMixed);
    }

    private static boolean isLiteral(NaiveSelector part) {
        return part instanceof Literal || (part instanceof Sign sign && isLiteral(sign.operand()));
    }

    private static boolean isBoolean(NaiveSelector part) {
        return part instanceof Literal literal && literal.value() instanceof Boolean;
    }

    private List<String> strings(int from, int end) throws Refused {
        require("", end - from >= 3 && (end - from) % 2 == 1);
        require("", at(from).equals("(") && at(end - 1).equals(")"));
        List<String> strings = new ArrayList<>();
        for (int i = from + 1; i < end; i += 2) {
            strings.add(string(i));
            require("", i + 1 == end - 1 || at(i + 1).equals(","));
        }
        return strings;
    }

    private String string(int i) throws Refused {
        if (i < tokens.size() && tokens.get(i).value() instanceof String string) {
            return string;
        }
        throw new Refused();
    }

    private Like like(Name name, boolean negated, int from, int end) throws Refused {
        require("", end - from == 1 || (end - from == 3 && at(from + 1).equals("ESCAPE")));
        int[] pattern = string(from).codePoints().toArray();
        String escape = end - from == 3 ? string(from + 2) : "";
        require("", end - from == 1 || escape.codePoints().count() == 1);
        List<String> parts = new ArrayList<>();
        List<Boolean> wildcards = new ArrayList<>();
        for (int i = 0; i < pattern.length; i++) {
            String part = Character.toString(pattern[i]);
            boolean isEscape = part.equals(escape);
            if (isEscape) {
                require("", i + 1 < pattern.length);
                part = Character.toString(pattern[++i]);
                require("", part.equals("%") || part.equals("_") || part.equals(escape));
            }
            parts.add(part);
            wildcards.add(!isEscape && (part.equals("%") || part.equals("_")));
        }
        return new Like(name, negated, parts, wildcards, escape);
    }

    // Values

    private boolean endsOperand(int i) {
        return tokens.get(i).isOperand() || at(i).equals(")");
    }

    private NaiveSelector value(int from, int end) throws Refused {
        require("", from < end);
        for (Set<String> level : List.of(Set.of("+", "-"), Set.of("*", "/"))) {
            int operator = find(from, end, true, i -> i > from && level.contains(at(i)) && endsOperand(i - 1));
            if (operator >= 0) {
                return new Binary(number(value(from, operator)), at(operator), number(value(operator + 1, end)));
            }
        }
        if (at(from).equals("-") && end - from == 2 && tokens.get(end - 1).value() == NaiveToken.ONE_TOO_MANY) {
            return new Literal("", Long.MIN_VALUE);
        }
        if (at(from).equals("-") || at(from).equals("+")) {
            return new Sign(at(from), number(value(from + 1, end)));
        }
        if (at(from).equals("(")) {
            return inBrackets(from, end);
        }
        require("", end - from == 1);
        return operand(tokens.get(from));
    }

    private NaiveSelector inBrackets(int from, int end) throws Refused {
        int depth = 0;
        for (int i = from; i < end; i++) {
            depth += at(i).equals("(") ? 1 : at(i).equals(")") ? -1 : 0;
            require("", depth > 0 || i == end - 1);
        }
        brackets++;
        require("", brackets <= 200);
        NaiveSelector inner = anything(from + 1, end - 1);
        brackets--;
        return inner;
    }

    private static NaiveSelector operand(NaiveToken token) throws Refused {
        Optional<Object> value = Optional.ofNullable(token.value());
        if (value.isPresent()) {
            return new Literal("", require(value.get(), value.get() != NaiveToken.ONE_TOO_MANY));
        }
        boolean isHeader = token.word().startsWith("JMS")
                && !token.word().startsWith("JMSX")
                && !token.word().startsWith("JMS_");
        require("", token.isOperand() && (!isHeader || HEADERS.contains(token.word())));
        return new Name(token.word());
    }
}
