package io.corduroy.broker;

import io.corduroy.protocol.frame.ClientFrame;

/** Finds the request's number of any command. */
final class Requests implements ClientFrame.CommandHandler {
    private long id;

    private Requests() {}

    /** The command's request, 0 if it has none. */
    static long idOf(ClientFrame.Command command) {
        Requests reader = new Requests();
        command.dispatch(reader);
        return reader.id;
    }

    @Override
    public void onAttach(ClientFrame.Attach command) {
        id = command.requestId();
    }

    @Override
    public void onResumed(ClientFrame.Resumed command) {
        id = command.requestId();
    }

    @Override
    public void onOpenDestination(ClientFrame.OpenDestination command) {
        id = command.requestId();
    }

    @Override
    public void onOpenProducer(ClientFrame.OpenProducer command) {
        id = command.requestId();
    }

    @Override
    public void onSend(ClientFrame.Send command) {}

    @Override
    public void onSendPiece(ClientFrame.SendPiece command) {}

    @Override
    public void onOpenConsumer(ClientFrame.OpenConsumer command) {
        id = command.requestId();
    }

    @Override
    public void onCredit(ClientFrame.Credit command) {}

    @Override
    public void onDrain(ClientFrame.Drain command) {
        id = command.requestId();
    }

    @Override
    public void onCloseConsumer(ClientFrame.CloseConsumer command) {
        id = command.requestId();
    }

    @Override
    public void onCloseSession(ClientFrame.CloseSession command) {
        id = command.requestId();
    }

    @Override
    public void onAcknowledge(ClientFrame.Acknowledge command) {
        id = command.requestId();
    }

    @Override
    public void onRelease(ClientFrame.Release command) {
        id = command.requestId();
    }

    @Override
    public void onFetchPiece(ClientFrame.FetchPiece command) {
        id = command.requestId();
    }

    @Override
    public void onCommit(ClientFrame.Commit command) {
        id = command.requestId();
    }

    @Override
    public void onRollback(ClientFrame.Rollback command) {
        id = command.requestId();
    }

    @Override
    public void onPrepare(ClientFrame.Prepare command) {
        id = command.requestId();
    }

    @Override
    public void onPrepareBranch(ClientFrame.PrepareBranch command) {
        id = command.requestId();
    }

    @Override
    public void onDecideBranch(ClientFrame.DecideBranch command) {
        id = command.requestId();
    }

    @Override
    public void onRecoverBranches(ClientFrame.RecoverBranches command) {
        id = command.requestId();
    }

    @Override
    public void onForgetBranch(ClientFrame.ForgetBranch command) {
        id = command.requestId();
    }

    @Override
    public void onUnsubscribe(ClientFrame.Unsubscribe command) {
        id = command.requestId();
    }

    @Override
    public void onAdmin(ClientFrame.Admin command) {
        id = command.requestId();
    }
}
