package io.corduroy.server.partition;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame.Acknowledge;
import io.corduroy.protocol.frame.ClientFrame.Admin;
import io.corduroy.protocol.frame.ClientFrame.Attach;
import io.corduroy.protocol.frame.ClientFrame.CloseConsumer;
import io.corduroy.protocol.frame.ClientFrame.CloseSession;
import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ClientFrame.CommandHandler;
import io.corduroy.protocol.frame.ClientFrame.Commit;
import io.corduroy.protocol.frame.ClientFrame.Credit;
import io.corduroy.protocol.frame.ClientFrame.DecideBranch;
import io.corduroy.protocol.frame.ClientFrame.Drain;
import io.corduroy.protocol.frame.ClientFrame.FetchPiece;
import io.corduroy.protocol.frame.ClientFrame.ForgetBranch;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;
import io.corduroy.protocol.frame.ClientFrame.OpenDestination;
import io.corduroy.protocol.frame.ClientFrame.OpenProducer;
import io.corduroy.protocol.frame.ClientFrame.Prepare;
import io.corduroy.protocol.frame.ClientFrame.PrepareBranch;
import io.corduroy.protocol.frame.ClientFrame.RecoverBranches;
import io.corduroy.protocol.frame.ClientFrame.Release;
import io.corduroy.protocol.frame.ClientFrame.Resumed;
import io.corduroy.protocol.frame.ClientFrame.Rollback;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import io.corduroy.protocol.frame.ClientFrame.Unsubscribe;
import io.corduroy.protocol.frame.ServerFrame;

/** Answers every command to a partition that has stopped. */
final class FailedPartition implements CommandHandler {

    private static final String TEXT = "the partition has stopped after a failure; the server's log says why. "
            + "Nothing confirmed is lost; restart the server";

    private final int partition;
    private final ClientPort port;

    private FailedPartition(int partition, ClientPort port) {
        this.partition = partition;
        this.port = port;
    }

    static void answer(Command command, ClientPort port) {
        command.dispatch(new FailedPartition(command.partition(), port));
    }

    private void fail(long requestId) {
        port.send(new ServerFrame.Failed(partition, requestId, ErrorCode.PARTITION_FAILED, TEXT));
    }

    @Override
    public void onAttach(Attach command) {
        fail(command.requestId());
    }

    @Override
    public void onResumed(Resumed command) {
        fail(command.requestId());
    }

    @Override
    public void onOpenDestination(OpenDestination command) {
        fail(command.requestId());
    }

    @Override
    public void onOpenProducer(OpenProducer command) {
        fail(command.requestId());
    }

    @Override
    public void onSend(Send command) {
        port.send(new ServerFrame.SendRejected(
                partition, command.producer(), command.sequence(), ErrorCode.PARTITION_FAILED, TEXT));
    }

    @Override
    public void onSendPiece(SendPiece command) {
        port.send(new ServerFrame.SendRejected(
                partition, command.producer(), command.sequence(), ErrorCode.PARTITION_FAILED, TEXT));
    }

    @Override
    public void onOpenConsumer(OpenConsumer command) {
        fail(command.requestId());
    }

    @Override
    public void onCredit(Credit command) {
        // Nothing will be delivered, which is what no answer says.
    }

    @Override
    public void onDrain(Drain command) {
        fail(command.requestId());
    }

    @Override
    public void onCloseConsumer(CloseConsumer command) {
        fail(command.requestId());
    }

    @Override
    public void onCloseSession(CloseSession command) {
        fail(command.requestId());
    }

    @Override
    public void onAcknowledge(Acknowledge command) {
        fail(command.requestId());
    }

    @Override
    public void onRelease(Release command) {
        fail(command.requestId());
    }

    @Override
    public void onFetchPiece(FetchPiece command) {
        fail(command.requestId());
    }

    @Override
    public void onCommit(Commit command) {
        fail(command.requestId());
    }

    @Override
    public void onRollback(Rollback command) {
        fail(command.requestId());
    }

    @Override
    public void onPrepare(Prepare command) {
        fail(command.requestId());
    }

    @Override
    public void onPrepareBranch(PrepareBranch command) {
        fail(command.requestId());
    }

    @Override
    public void onDecideBranch(DecideBranch command) {
        fail(command.requestId());
    }

    @Override
    public void onRecoverBranches(RecoverBranches command) {
        fail(command.requestId());
    }

    @Override
    public void onForgetBranch(ForgetBranch command) {
        fail(command.requestId());
    }

    @Override
    public void onUnsubscribe(Unsubscribe command) {
        fail(command.requestId());
    }

    @Override
    public void onAdmin(Admin command) {
        fail(command.requestId());
    }
}
