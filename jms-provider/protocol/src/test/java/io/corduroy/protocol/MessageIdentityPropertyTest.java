package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class MessageIdentityPropertyTest {
    @Property
    void comesBackFromItsText(
            @ForAll long logId, @ForAll @LongRange(min = 0) long producer, @ForAll @LongRange(min = 0) long sequence) {
        MessageIdentity identity = new MessageIdentity(logId, producer, sequence);

        assertThat(identity.toString()).startsWith("ID:").hasSizeLessThanOrEqualTo(60);
        assertThat(MessageIdentity.parse(identity.toString())).contains(identity);
    }

    @Example
    void hasAFixedFormat() {
        assertThat(new MessageIdentity(0xbeefL, 17, 42)).hasToString("ID:000000000000beef-17-42");
    }

    @Property
    void anyTextIsOursOrNot(@ForAll String text) {
        assertThat(MessageIdentity.parse(text)).isEmpty();
        assertThat(MessageIdentity.parse("ID:" + text)).isEmpty();
    }

    @Example
    void numbersBeyondALongAreNotOurs() {
        assertThat(MessageIdentity.parse("ID:000000000000beef-9999999999999999999-1"))
                .isEmpty();
    }
}
