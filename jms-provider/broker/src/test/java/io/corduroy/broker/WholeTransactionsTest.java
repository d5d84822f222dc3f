package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Applications send one message to each of three partitions in each transaction, while partitions lose their power, links
 * break, applications vanish and what partitions say to each other is lost, doubled and overtaken. In the end every
 * transaction is on all partitions or on none, as the application was told, and nobody remembers anything.
 */
class WholeTransactionsTest {
    private static final int PARTITIONS = 3;
    private static final BrokerConfig CONFIG =
            BrokerConfig.builder().graceMs(500).checkpointBytes(8 << 10).build();

    private enum Phase {
        PREPARING,
        DECIDING,
        TELLING,
        ROLLING_BACK
    }

    private enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        NOT_KNOWN
    }

    /** One transaction as its application sees it. */
    private static final class Story {
        final String text;
        final List<Integer> participants = new ArrayList<>();
        Outcome outcome = Outcome.NOT_KNOWN;

        Story(String text) {
            this.text = text;
        }
    }

    private final TestPartitions partitions = new TestPartitions(PARTITIONS, CONFIG);
    private final List<Story> stories = new ArrayList<>();
    private Random random = new Random();
    private int applications;

    /** One application: a session that does one transaction after the other and follows the protocol. */
    private final class Application {
        final int number = ++applications;
        final List<TestClient> faces = partitions.client();
        final boolean[] attached = new boolean[PARTITIONS];
        final boolean[] everAttached = new boolean[PARTITIONS];
        final int[] queues = new int[PARTITIONS];
        final long[] producers = new long[PARTITIONS];
        final long[] sequences = new long[PARTITIONS];
        final long[] pending = new long[PARTITIONS];
        final Set<Integer> answered = new HashSet<>();
        long transaction;
        Phase phase = Phase.PREPARING;
        Story story = new Story("");

        Application() {
            begin();
        }

        private void begin() {
            transaction++;
            story = new Story("application " + number + " transaction " + transaction);
            for (int i = 1; i <= PARTITIONS; i++) {
                if (random.nextInt(4) > 0) {
                    story.participants.add(i);
                }
            }
            if (story.participants.size() < 2) {
                story.participants.clear();
                story.participants.addAll(List.of(1, 3));
            }
            story.participants.forEach(participant -> sequences[participant - 1]++);
            stories.add(story);
            go(Phase.PREPARING);
        }

        private int decider() {
            return story.participants.get(0);
        }

        private void go(Phase next) {
            phase = next;
            answered.clear();
            Arrays.fill(pending, 0);
        }

        /** Says to one partition what it has to hear, if that was not said on this link. */
        void speak(int partition) {
            int i = partition - 1;
            if (!story.participants.contains(partition)) {
                return;
            }
            if (!attached[i]) {
                attach(i); // which may end the transaction
            } else if (pending[i] != 0 || answered.contains(partition)) {
                return;
            } else if (phase == Phase.PREPARING) {
                faces.get(i)
                        .tell(faces.get(i)
                                .message(
                                        producers[i],
                                        sequences[i],
                                        queues[i],
                                        transaction,
                                        true,
                                        4,
                                        TestClient.text(story.text)));
                Integer[] all = story.participants.toArray(Integer[]::new);
                tell(i, faces.get(i).prepare(transaction, 1, 0, decider(), all));
            } else if (phase == Phase.ROLLING_BACK) {
                tell(i, faces.get(i).rollback(transaction));
            } else if ((phase == Phase.DECIDING) == (partition == decider())) {
                tell(i, faces.get(i).commit(transaction, 1, 0));
            }
        }

        private void tell(int i, ClientFrame.Command command) {
            pending[i] = Requests.idOf(command);
            faces.get(i).tell(command);
        }

        private void attach(int i) {
            boolean known = faces.get(i).attach().known();
            attached[i] = true;
            queues[i] = faces.get(i).open(TestClient.ORDERS);
            producers[i] = faces.get(i).producer(1);
            boolean forgotten = everAttached[i] && !known;
            everAttached[i] = true;
            faces.get(i).tell(new ClientFrame.Resumed(i + 1, faces.get(i).nextRequest()));
            if (forgotten) {
                sequences[i] = 1;
                onForgotten(i + 1);
            }
        }

        private void onForgotten(int partition) {
            if (phase == Phase.PREPARING) {
                story.outcome = Outcome.ROLLED_BACK;
                go(Phase.ROLLING_BACK);
            } else if (phase == Phase.DECIDING && partition == decider()) {
                begin(); // nobody knows
            } else {
                onAnswer(partition);
            }
        }

        void listen() {
            for (int i = 0; i < PARTITIONS; i++) {
                List<ServerFrame> frames = new ArrayList<>(faces.get(i).received);
                faces.get(i).received.clear();
                for (ServerFrame frame : frames) {
                    if (frame instanceof ServerFrame.Done done && done.requestId() == pending[i]) {
                        onAnswer(i + 1);
                    } else if (frame instanceof ServerFrame.Failed failed && failed.requestId() == pending[i]) {
                        onFailed(i + 1, failed);
                    }
                }
            }
        }

        private void onAnswer(int partition) {
            pending[partition - 1] = 0;
            answered.add(partition);
            if (phase == Phase.DECIDING && partition == decider()) {
                story.outcome = Outcome.COMMITTED;
                go(Phase.TELLING);
                answered.add(decider());
            } else if (answered.containsAll(story.participants)) {
                if (phase == Phase.PREPARING) {
                    go(Phase.DECIDING);
                } else {
                    begin();
                }
            }
        }

        private void onFailed(int partition, ServerFrame.Failed failed) {
            assertThat(failed.code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
            if (phase == Phase.TELLING) {
                onAnswer(partition);
            } else {
                story.outcome = Outcome.ROLLED_BACK;
                go(Phase.ROLLING_BACK);
            }
        }

        void onLinkLost(int partition) {
            attached[partition - 1] = false;
            pending[partition - 1] = 0;
        }

        void loseLink(int partition, boolean orderly) {
            if (attached[partition - 1]) {
                onLinkLost(partition);
                partitions.of(partition).disconnect(faces.get(partition - 1), orderly);
            }
        }
    }

    private final List<Application> playing = new ArrayList<>();

    WholeTransactionsTest() {
        partitions.all().forEach(each -> each.checking = false);
    }

    private void crash(int partition) {
        partitions.of(partition).crash();
        playing.forEach(each -> each.onLinkLost(partition));
    }

    private void replace(Application vanishing, boolean orderly) {
        for (int i = 1; i <= PARTITIONS; i++) {
            vanishing.loseLink(i, orderly);
        }
        playing.set(playing.indexOf(vanishing), new Application());
    }

    private int anyPartition() {
        return 1 + random.nextInt(PARTITIONS);
    }

    private void step() {
        Application one = playing.get(random.nextInt(playing.size()));
        int dice = random.nextInt(200);
        if (dice < 90) {
            one.speak(anyPartition());
        } else if (dice < 130) {
            TestPartition some = partitions.of(anyPartition());
            some.turn();
            if (some.waitingTasks() > 0) {
                some.runOneTask();
                some.turn();
            }
        } else if (dice < 170) {
            partitions.handOne(random);
        } else if (dice < 185) {
            TestPartition some = partitions.of(anyPartition());
            some.nowMs += random.nextInt(400);
            some.engine.onTimer(some.nowMs);
            some.turn();
        } else if (dice < 190) {
            one.listen();
            crash(anyPartition());
        } else if (dice < 196) {
            one.listen();
            one.loseLink(anyPartition(), false);
        } else if (dice == 199) {
            one.listen();
            replace(one, random.nextBoolean());
        }
        one.listen();
    }

    private void judge() {
        playing.forEach(Application::listen);
        for (Application each : List.copyOf(playing)) {
            replace(each, random.nextBoolean());
        }
        partitions.loses = () -> false;
        for (int i = 0; i < 6; i++) {
            partitions.settle();
            partitions.advance(CONFIG.graceMs() + InDoubt.ASK_AGAIN_MS);
        }
        List<Set<String>> found = new ArrayList<>();
        for (TestPartition each : partitions.all()) {
            assertThat(each.failure).isNull();
            each.engine.assertInvariants();
            assertThat(each.engine.state().transactions().size()).isZero();
            assertThat(each.engine.state().preparations().decisions().size()).isZero();
            each.assertRebuilt();
            TestClient reader = TestClient.attached(each);
            reader.consume(1, reader.open(TestClient.ORDERS), 100_000);
            List<String> texts = reader.takeTexts();
            assertThat(texts).doesNotHaveDuplicates();
            found.add(new HashSet<>(texts));
        }
        for (Story story : stories) {
            long seen = story.participants.stream()
                    .filter(partition -> found.get(partition - 1).contains(story.text))
                    .count();
            assertThat(seen).as(story.text + " " + story.outcome).isIn(0L, (long) story.participants.size());
            if (story.outcome != Outcome.NOT_KNOWN) {
                assertThat(seen > 0).as(story.text).isEqualTo(story.outcome == Outcome.COMMITTED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensATransactionIsOnAllPartitionsOrOnNone(int block) {
        random = new Random(block);
        boolean lossy = block % 2 == 0;
        partitions.loses = () -> lossy && random.nextInt(3) == 0;
        for (int i = 0; i < 3; i++) {
            playing.add(new Application());
        }

        for (int i = 0; i < 6_000; i++) {
            step();
        }

        judge();
        assertThat(stories.stream().filter(each -> each.outcome == Outcome.COMMITTED))
                .hasSizeGreaterThan(30);
        assertThat(stories.stream().filter(each -> each.outcome != Outcome.COMMITTED))
                .hasSizeGreaterThan(10);
    }

    /** One transaction, said frame by frame; before one of them one thing goes wrong. */
    @Test
    void oneFaultAtEveryStepOfATransactionLeavesItWhole() {
        for (int fault = 0; fault < 9; fault++) {
            for (int step = 0; step < 36; step++) {
                new WholeTransactionsTest().playOne(fault, step);
            }
        }
    }

    private void playOne(int fault, int faultyStep) {
        random = new Random(1) {
            private static final long serialVersionUID = 1L;

            @Override
            public int nextInt(int bound) {
                return bound - 1; // all take part
            }
        };
        playing.add(new Application());
        for (int step = 0; step < 36; step++) {
            Application one = playing.get(0);
            if (step == faultyStep) {
                happen(fault, one);
            }
            one = playing.get(0);
            if (step % 2 == 0) {
                one.speak(1 + step / 2 % PARTITIONS);
            } else {
                partitions.settle();
                one.listen();
            }
        }
        judge();
    }

    private void happen(int fault, Application one) {
        switch (fault) {
            case 0, 1, 2 -> crash(1 + fault);
            case 3 -> List.of(1, 2, 3).forEach(this::crash);
            case 4 -> replace(one, true);
            case 5 -> replace(one, false);
            case 6 -> {
                replace(one, false);
                List.of(1, 2, 3).forEach(this::crash);
            }
            case 7 -> {
                one.loseLink(1, false);
                partitions.advance(CONFIG.graceMs());
            }
            case 8 -> {
                one.loseLink(2, false);
                partitions.advance(CONFIG.graceMs());
            }
            default -> throw new IllegalArgumentException("fault " + fault);
        }
    }
}
