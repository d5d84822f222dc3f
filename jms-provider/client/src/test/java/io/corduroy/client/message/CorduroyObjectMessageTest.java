package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // hands over null, and takes for granted what has to be there
class CorduroyObjectMessageTest {
    /** A class of an application. */
    static class Order implements Serializable {
        private static final long serialVersionUID = 1L;
        static int deserialised;
        int amount = 3;
        Order next;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            deserialised++;
            in.defaultReadObject();
        }
    }

    static Stream<Serializable> values() {
        return Stream.of(
                "text",
                5,
                'c',
                new BigDecimal("1.5"),
                Instant.ofEpochMilli(5),
                UUID.randomUUID(),
                Duration.ofDays(1),
                ZonedDateTime.parse("2024-02-29T12:00:00+01:00[Europe/Berlin]"),
                new ArrayList<>(List.of(1, "a", new int[] {1})).toString(),
                new int[][] {{1}, {2, 3}},
                new String[] {"a", null},
                (Serializable) List.of(1, 2),
                (Serializable) Map.of("a", 1),
                (Serializable) Set.of("a"),
                new TreeMap<>(Map.of("b", List.of())),
                new LinkedHashMap<>(Map.of("c", new HashMap<>())),
                new ArrayList<>(Arrays.asList(new Object[1000])),
                Thread.State.NEW);
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfTheStandardLibraryArrive(Serializable value) throws JMSException {
        CorduroyObjectMessage sent = new CorduroyObjectMessage(ObjectAllowList.defaults());
        sent.setObject(value);

        assertThat(sent.getObject()).isEqualTo(value);
        assertThat(Deliveries.deliver(sent).getObject()).isEqualTo(value);
    }

    @Test
    void nullIsTheDefaultAndNoBody() throws JMSException {
        CorduroyObjectMessage sent = new CorduroyObjectMessage(ObjectAllowList.defaults());

        assertThat(sent.getObject()).isNull();
        assertThat(Deliveries.deliver(sent).getObject()).isNull();
        assertThat(sent.getBody(Integer.class)).isNull();
        sent.setObject("x");
        sent.setObject(null);
        assertThat(sent.isBodyAssignableTo(Integer.class)).isTrue();
    }

    @Test
    void objectIsASnapshotAndEachReaderGetsACopy() throws JMSException {
        ArrayList<String> list = new ArrayList<>(List.of("a"));
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject(list);

        list.add("b");
        ((Collection<?>) message.getObject()).clear();

        assertThat(message.getObject()).isEqualTo(List.of("a"));
    }

    @Test
    void receivedBodyIsReadOnlyUntilCleared() throws JMSException {
        CorduroyObjectMessage sent = new CorduroyObjectMessage(ObjectAllowList.defaults());
        sent.setObject("a");
        CorduroyObjectMessage received = Deliveries.deliver(sent);
        assertThatThrownBy(() -> received.setObject("b")).isInstanceOf(MessageNotWriteableException.class);

        received.clearBody();

        assertThat(received.getObject()).isNull();
        received.setObject("b");
        assertThat(Deliveries.deliver(received).getObject()).isEqualTo("b");
    }

    @Test
    void bodyIsWhateverTheObjectIs() throws JMSException {
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject(new ArrayList<>(List.of(1)));

        assertThat(message.getBody(Serializable.class)).isEqualTo(List.of(1));
        assertThat(message.getBody(List.class).size()).isEqualTo(1);
        assertThat(message.isBodyAssignableTo(ArrayList.class)).isTrue();
        assertThat(message.isBodyAssignableTo(Map.class)).isFalse();
        assertThatThrownBy(() -> message.getBody(Map.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void classThatIsNotListedIsNamedAndNeverInstantiated() throws JMSException {
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject(new ArrayList<>(List.of(new Order())));
        Order.deserialised = 0;

        assertThatThrownBy(message::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(Order.class.getName())
                .hasMessageContaining("allow-list (java.lang.*, java.util.*, java.math.*, java.time.*)");
        assertThat(Order.deserialised).isZero();
        assertThat(message.isBodyAssignableTo(Object.class)).isFalse();
        assertThatThrownBy(() -> message.getBody(Object.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void arrayOfAClassThatIsNotListedIsRefused() throws JMSException {
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject(new Order[0][0]);

        assertThatThrownBy(message::getObject).hasMessageContaining(Order.class.getName());
    }

    @Test
    void classOfAnotherPackageOfTheLibraryIsRefusedToo() throws Exception {
        for (Serializable value : List.of(new File("x"), new URL("http://example.org/"))) {
            CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
            message.setObject(value);

            assertThatThrownBy(message::getObject)
                    .hasMessageContaining(value.getClass().getName());
        }
    }

    @Test
    void dynamicProxyIsRefused() throws JMSException {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runnable.class}, (InvocationHandler & Serializable)
                        (self, method, arguments) -> null);
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject((Serializable) proxy);

        assertThatThrownBy(message::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("proxy");
    }

    @Test
    void listedClassArrives() throws JMSException {
        CorduroyObjectMessage message =
                new CorduroyObjectMessage(ObjectAllowList.defaults().with(Order.class.getName()));
        message.setObject(new Order[] {new Order()});

        assertThat(((Order[]) message.getObject())[0].amount).isEqualTo(3);
    }

    @Test
    void arrayThatClaimsMoreThanTheStreamHoldsIsRefusedBeforeItIsAllocated() throws JMSException {
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject(new long[] {1});
        ByteBuffer bytes = ByteBuffer.wrap(
                message.encode().array().clone(), 0, message.encode().remaining());
        bytes.putInt(bytes.limit() - 12, Integer.MAX_VALUE - 8); // the array's length, before its one element
        CorduroyObjectMessage received = (CorduroyObjectMessage)
                new MessageDecoder(ObjectAllowList.defaults(), () -> {}).decode(bytes, Deliveries.headers(1));

        assertThatThrownBy(received::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("REJECTED");
    }

    private static CorduroyObjectMessage received(ByteBuffer bytes) throws JMSException {
        return (CorduroyObjectMessage)
                new MessageDecoder(ObjectAllowList.defaults(), () -> {}).decode(bytes, Deliveries.headers(1));
    }

    @Test
    void arraysWithinArraysCannotClaimMoreThanTheStreamHoldsAllTogether() throws JMSException {
        Object[] nested = {};
        for (int i = 0; i < 500; i++) {
            nested = new Object[] {nested, new byte[100]};
        }
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject(nested);
        assertThat(message.getObject()).isInstanceOf(Object[].class); // as long as it is honest
        byte[] bytes = new byte[message.encode().remaining()];
        message.encode().get(bytes);
        int claims = 0;
        for (int i = 0; i + 10 < bytes.length; i++) {
            // TC_ARRAY, TC_REFERENCE to the class of the first, and the length, 2
            if (bytes[i] == 0x75
                    && bytes[i + 1] == 0x71
                    && ByteBuffer.wrap(bytes, i + 6, 4).getInt() == 2) {
                ByteBuffer.wrap(bytes).putInt(i + 6, bytes.length - 100); // each by itself would be allowed
                claims++;
            }
        }
        CorduroyObjectMessage received = received(ByteBuffer.wrap(bytes));

        assertThat(claims).isGreaterThan(400);
        assertThatThrownBy(received::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("REJECTED");
    }

    @SuppressWarnings({"JdkObsolete", "IdentityHashMapUsage"}) // applications send them
    static Stream<Serializable> collections() {
        Map<Integer, Integer> large = new HashMap<>();
        ArrayList<Serializable> manySmall = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            large.put(i, i);
            manySmall.add(new HashMap<>(Map.of(i, i)));
            manySmall.add(new HashSet<>());
            manySmall.add(new HashMap<>());
            manySmall.add(new ArrayDeque<>());
            manySmall.add(new PriorityQueue<>());
        }
        HashMap<Integer, Integer> sparse = new HashMap<>(16, 0.3f);
        sparse.putAll(large);
        return Stream.of(
                new HashMap<>(large),
                sparse,
                manySmall,
                new HashSet<>(large.keySet()),
                new Hashtable<>(large),
                new IdentityHashMap<>(Map.of(Thread.State.NEW, 1)),
                new ArrayDeque<>(large.keySet()),
                new PriorityQueue<>(large.keySet()),
                new BitSet(1 << 20),
                new EnumMap<>(Map.of(Thread.State.NEW, 1)));
    }

    @ParameterizedTest
    @MethodSource("collections")
    void collectionsOfAnySizeArrive(Serializable collection) throws JMSException {
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject(collection);

        assertThat(message.getObject()).hasSameClassAs(collection);
    }

    /** What it becomes is decided by itself, while it is read. */
    static class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;
        static int resolved;

        private Object readResolve() {
            resolved++;
            return "harmless";
        }
    }

    static class Carrier implements Serializable {
        private static final long serialVersionUID = 1L;
        final Object cargo = new Gadget();
    }

    @Test
    void aGadgetThatResolvesToSomethingElseIsRefusedWhereverItHides() throws JMSException {
        ObjectAllowList allowList = ObjectAllowList.defaults().with(Carrier.class.getName());
        Gadget.resolved = 0;
        for (Serializable hiding : List.of(
                new Gadget(),
                new Carrier(),
                new Object[] {new Object[] {new Gadget()}},
                new HashMap<>(Map.of("k", new ArrayList<>(List.of(new Gadget())))),
                Gadget.class)) {
            CorduroyObjectMessage message = new CorduroyObjectMessage(allowList);
            message.setObject(hiding);

            assertThatThrownBy(message::getObject)
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageContaining(Gadget.class.getName());
        }
        assertThat(Gadget.resolved).isZero();
    }

    @Test
    void endlessNestingIsRefusedWithoutADeepStack() throws JMSException {
        ObjectAllowList allowList = ObjectAllowList.defaults().with(Order.class.getName());
        CorduroyObjectMessage message = new CorduroyObjectMessage(allowList);
        Order chain = null;
        for (int i = 0; i < 1_100; i++) {
            Order order = new Order();
            order.next = chain;
            chain = order;
        }
        message.setObject(chain);

        assertThatThrownBy(message::getObject).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void objectThatCannotBeSerialisedIsRefusedAndTheOldOneStays() throws JMSException {
        CorduroyObjectMessage message = new CorduroyObjectMessage(ObjectAllowList.defaults());
        message.setObject("old");

        assertThatThrownBy(() -> message.setObject(new ArrayList<>(List.of(new Object()))))
                .isInstanceOf(MessageFormatException.class);
        assertThat(message.getObject()).isEqualTo("old");
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Order, com.acme.Order, true",
        "com.acme.Order, com.acme.Order$Line, true",
        "com.acme.Order, com.acme.Orders, false",
        "com.acme.Order, com.acme.Order.Line, false",
        "com.acme.*, com.acme.Order, true",
        "com.acme.*, com.acme.Order$Line, true",
        "com.acme.*, com.acme.sub.Order, false",
        "com.acme.*, com.acmes.Order, false",
        "com.acme.**, com.acme.sub.Order, true",
        "com.acme.**, com.acme.Order, true",
        "com.acme.**, com.acmes.Order, false",
        "*, com.acme.Order, true",
        "com.acme.Order, [Lcom.acme.Order;, true",
        "com.acme.Order, [[[Lcom.acme.Order;, true",
        "com.acme.Order, [Lcom.acme.Other;, false",
        "com.acme.Order, [[I, true",
        "com.acme.Order, int, true",
        "com.acme.Order, java.util.ArrayList, true",
        "com.acme.Order, java.util.concurrent.atomic.AtomicInteger, false"
    })
    void patternNamesClassesAndPackages(String pattern, String className, boolean isAllowed) {
        assertThat(ObjectAllowList.defaults().with(pattern).allows(className)).isEqualTo(isAllowed);
    }

    @Test
    void patternsAreSeparatedByCommas() {
        ObjectAllowList list = ObjectAllowList.defaults().with(" com.acme.A , ,com.acme.b.** ");

        assertThat(list.allows("com.acme.A")).isTrue();
        assertThat(list.allows("com.acme.b.c.D")).isTrue();
        assertThat(list).hasToString("java.lang.*, java.util.*, java.math.*, java.time.*, com.acme.A, com.acme.b.**");
        assertThat(ObjectAllowList.defaults().allows("com.acme.A")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.*.Order",
                "com.acme.",
                ".Order",
                "com acme",
                "**",
                "com.acme.***",
                "!com.acme.*",
                "com/acme/Order"
            })
    void textThatIsNoPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> ObjectAllowList.defaults().with(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }
}
