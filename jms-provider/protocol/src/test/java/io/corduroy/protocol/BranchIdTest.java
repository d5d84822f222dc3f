package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BranchIdTest {

    private static final byte[] GLOBAL = {1, (byte) 0xfe};

    @Test
    void isReadFromTheTextThatItWrites() throws InvalidArgumentException {
        BranchId branch = new BranchId(131_077, GLOBAL, new byte[] {0, 5});

        assertThat(branch).hasToString("131077:01fe:0005");
        assertThat(BranchId.parse(branch.toString())).isEqualTo(branch).hasSameHashCodeAs(branch);
    }

    @Test
    void differsByFormatGlobalTransactionAndBranch() {
        BranchId branch = new BranchId(1, GLOBAL, GLOBAL);

        assertThat(branch)
                .isNotEqualTo(new BranchId(2, GLOBAL, GLOBAL))
                .isNotEqualTo(new BranchId(1, GLOBAL, new byte[0]))
                .isNotEqualTo(new BranchId(1, new byte[] {1}, GLOBAL));
    }

    @Test
    void keepsItsBytesToItself() {
        byte[] given = GLOBAL.clone();
        BranchId branch = new BranchId(1, given, given);

        given[0] = 99;
        branch.qualifier()[0] = 99;

        assertThat(branch).isEqualTo(new BranchId(1, GLOBAL, GLOBAL));
    }

    @Test
    void refusesWhatXOpenDoesNotAllow() {
        byte[] tooLong = new byte[65];

        assertThatThrownBy(() -> new BranchId(-1, GLOBAL, GLOBAL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BranchId(1, tooLong, GLOBAL)).hasMessageContaining("65");
        assertThatThrownBy(() -> new BranchId(1, GLOBAL, tooLong)).hasMessageContaining("65");
        assertThatThrownBy(() -> new BranchId(1, new byte[0], GLOBAL)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1:0", "x:00:00", "1:0:00", "1:00:zz", "-1:00:00", "1:00:00:00", "1::00"})
    void saysWhatATextShouldHaveBeen(String text) {
        assertThatThrownBy(() -> BranchId.parse(text))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("FORMAT:GLOBAL:BRANCH");
    }

    @Test
    void numbersOfBranchesAreEven() {
        assertThat(TransactionNumber.after(0, false)).isEqualTo(1);
        assertThat(TransactionNumber.after(0, true)).isEqualTo(2);
        assertThat(TransactionNumber.after(1, false)).isEqualTo(3);
        assertThat(TransactionNumber.after(2, true)).isEqualTo(4);
        assertThat(TransactionNumber.isOfBranch(4)).isTrue();
    }
}
