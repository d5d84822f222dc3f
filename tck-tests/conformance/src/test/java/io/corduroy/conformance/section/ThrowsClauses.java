package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls that have to throw, under the names by which the Javadoc of the interface knows them; all that do not are told together. */
final class ThrowsClauses {

    private final Map<String, ThrowingCallable> calls = new LinkedHashMap<>();

    ThrowsClauses call(String name, ThrowingCallable call) {
        calls.put(name, call);
        return this;
    }

    /** What throws nothing, or something else; empty if all is well. */
    List<String> thatDoNotThrow(Class<? extends Throwable> type) {
        List<String> wrong = new ArrayList<>();
        calls.forEach((name, call) -> {
            Throwable thrown = catchThrowable(call);
            if (!type.isInstance(thrown)) {
                wrong.add(name + ": " + thrown);
            }
        });
        return wrong;
    }
}
