package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.BranchName;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;

/** "Recovering a list of transactions in progress": what is prepared is listed until somebody decides about it. */
class Section11_3_5RecoveryTest extends XASectionTest {

    private static List<String> names(Xid[] found) {
        return Arrays.stream(found).map(BranchName::said).toList();
    }

    @Test
    void preparedBranchesAreListedOverAnyConnection() throws Exception {
        put("a");
        BranchName branch = prepared();
        XAResource recovering = anotherSession().getXAResource();

        Xid found = Stream.of(recovering.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .filter(each -> BranchName.said(each).equals(branch.toString()))
                .findFirst()
                .orElseThrow();
        recovering.commit(found, false);

        assertForwarded("a!");
        assertThat(recovers(resource, branch)).isFalse();
        assertThat(recovers(recovering, branch)).isFalse();
    }

    @Test
    void alsoAfterAllConnectionsOfTheWorkAreClosed() throws Exception {
        put("a");
        BranchName branch = prepared();
        connection.close();
        XAResource recovering = anotherSession().getXAResource();

        assertThat(recovers(recovering, branch)).isTrue();
        recovering.rollback(branch.asAnother());

        assertUndone("a");
        assertThat(recovers(recovering, branch)).isFalse();
    }

    @Test
    void whatIsNotPreparedIsNotListed() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        forwardIn(branch);

        assertThat(recovers(resource, branch)).isFalse();

        resource.rollback(branch);
        assertThat(recovers(resource, branch)).isFalse();
    }

    /** A scan goes from TMSTARTRSCAN to TMENDRSCAN and lists each branch once, in as many calls as the resource likes. */
    @Test
    void aScanListsEachBranchOnce() throws Exception {
        put("a", "b");
        BranchName first = prepared();
        BranchName second = prepared();

        Stream<Xid> begun = Arrays.stream(resource.recover(XAResource.TMSTARTRSCAN));
        Stream<Xid> more = Arrays.stream(resource.recover(XAResource.TMNOFLAGS));
        Stream<Xid> ended = Arrays.stream(resource.recover(XAResource.TMENDRSCAN));

        assertThat(Stream.of(begun, more, ended).flatMap(each -> each).map(BranchName::said))
                .containsOnlyOnce(first.toString(), second.toString());
        resource.commit(first, false);
        resource.rollback(second);
    }

    @Test
    void aScanCanBeginAgainAtAnyTime() throws Exception {
        put("a");
        BranchName branch = prepared();

        assertThat(names(resource.recover(XAResource.TMSTARTRSCAN))).contains(branch.toString());
        assertThat(names(resource.recover(XAResource.TMSTARTRSCAN))).contains(branch.toString());
        assertThat(names(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)))
                .contains(branch.toString());

        resource.rollback(branch);
    }

    @Test
    void aDecidedBranchIsNotDecidedAgain() throws Exception {
        put("a");
        BranchName branch = prepared();
        resource.rollback(branch);

        XAResource other = anotherSession().getXAResource();

        assertFails(XAException.XAER_NOTA, () -> other.forget(branch));
        assertFails(XAException.XAER_NOTA, () -> other.prepare(branch));
        assertUndone("a");
    }

    /** The manager may have lost the answer to its commit, and says it again. */
    @Test
    void aCommitThatIsRepeatedChangesNothing() throws Exception {
        put("a");
        BranchName branch = prepared();
        resource.commit(branch, false);

        try {
            resource.commit(branch, false);
        } catch (XAException e) {
            assertThat(e.errorCode).isEqualTo(XAException.XAER_NOTA);
        }

        assertForwarded("a!");
    }

    @Test
    void recoveringNeedsNoBranchNorSessionOfItsOwn() throws Exception {
        put("a");
        BranchName branch = prepared();
        BranchName other = BranchName.next();
        XAResource busy = anotherSession().getXAResource();
        busy.start(other, XAResource.TMNOFLAGS);

        assertThat(recovers(busy, branch)).isTrue();
        busy.commit(branch, false);

        busy.end(other, XAResource.TMSUCCESS);
        busy.rollback(other);
        assertForwarded("a!");
    }
}
