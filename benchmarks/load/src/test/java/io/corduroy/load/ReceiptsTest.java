package io.corduroy.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReceiptsTest {

    private final Receipts receipts = new Receipts(1);

    private void add(int producer, long number) {
        receipts.add(new Letter(producer, number, 0), false);
    }

    @Test
    void whatComesInOrderIsRight() {
        add(1, 0);
        add(2, 0);
        add(1, 1);
        add(1, 3); // another consumer has 2

        assertThat(receipts.count()).isEqualTo(4);
        assertThat(receipts.duplicates()).isZero();
        assertThat(receipts.disordered()).isZero();
        assertThat(receipts.of(1).cardinality()).isEqualTo(3);
        assertThat(receipts.of(7).isEmpty()).isTrue();
    }

    @Test
    void whatComesAgainUnmarkedIsADuplicate() {
        add(1, 0);
        add(1, 0);
        receipts.add(new Letter(1, 0, 0), true);

        assertThat(receipts.duplicates()).isEqualTo(1);
        assertThat(receipts.count()).isEqualTo(1);
    }

    @Test
    void betweenDestinationsThereIsNoOrder() {
        Receipts two = new Receipts(2);

        two.add(new Letter(1, 1, 0), false); // to the second
        two.add(new Letter(1, 0, 0), false); // to the first
        assertThat(two.disordered()).isZero();

        two.add(new Letter(1, 5, 0), false);
        two.add(new Letter(1, 3, 0), false);
        assertThat(two.disordered()).isEqualTo(1);
    }

    @Test
    void whatComesBehindALaterOneIsOutOfOrder() {
        add(1, 5);
        add(1, 4);
        receipts.add(new Letter(1, 3, 0), true);

        assertThat(receipts.disordered()).isEqualTo(1);
    }
}
