package io.corduroy.cli;

import io.corduroy.server.config.ValueType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A time as typed: {@code 250ms}, {@code 10s}, {@code 5m}.
 *
 * @param ms in milliseconds
 */
record DurationArgument(long ms) {

    static final DurationArgument ZERO = new DurationArgument(0);

    /** Reads one from the command line. */
    static final class Converter implements ITypeConverter<DurationArgument> {
        @Override
        public DurationArgument convert(String text) {
            return ValueType.parseDuration(text)
                    .map(DurationArgument::new)
                    .orElseThrow(() -> new TypeConversionException(
                            "\"" + text + "\" is no time; write a number and a unit of ms, s, m, h or d, such as 10s"));
        }
    }
}
