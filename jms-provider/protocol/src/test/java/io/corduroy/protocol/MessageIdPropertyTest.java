package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class MessageIdPropertyTest {

    @Property
    void everyIdentityComesBackAsItWas(
            @ForAll long logId,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long producer,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long sequence) {
        MessageId id = new MessageId(logId, producer, sequence);

        assertThat(MessageId.parse(id.toString())).contains(id);
    }

    @Property
    void whatIsParsedIsTheTextOfWhatComesOut(@ForAll("texts") String text) {
        MessageId.parse(text).ifPresent(id -> assertThat(id).hasToString(text));
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("0123456789avzV-")
                .ofMaxLength(30)
                .map(rest -> "ID:" + rest);
    }
}
