package io.corduroy.protocol.codec;

import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.Heartbeat;
import io.corduroy.transport.MalformedFrameException;
import org.jspecify.annotations.Nullable;

/** The kinds of frames by the number that names them on the wire, with who may send them and how they are read. */
@SuppressWarnings("ImmutableEnumChecker") // the fields are method references without state
enum FrameType {
    HEARTBEAT(1, Sender.BOTH, in -> Heartbeat.INSTANCE),

    HELLO(2, Sender.CLIENT, ClientFrameReader::hello),
    BYE(3, Sender.CLIENT, ClientFrameReader::bye),
    ATTACH(10, Sender.CLIENT, ClientFrameReader::attach),
    RESUMED(11, Sender.CLIENT, ClientFrameReader::resumed),
    OPEN_DESTINATION(12, Sender.CLIENT, ClientFrameReader::openDestination),
    OPEN_PRODUCER(13, Sender.CLIENT, ClientFrameReader::openProducer),
    SEND(14, Sender.CLIENT, ClientFrameReader::send),
    SEND_PIECE(15, Sender.CLIENT, ClientFrameReader::sendPiece),
    OPEN_CONSUMER(16, Sender.CLIENT, ClientFrameReader::openConsumer),
    CREDIT(17, Sender.CLIENT, ClientFrameReader::credit),
    DRAIN(18, Sender.CLIENT, ClientFrameReader::drain),
    CLOSE_CONSUMER(19, Sender.CLIENT, ClientFrameReader::closeConsumer),
    CLOSE_SESSION(20, Sender.CLIENT, ClientFrameReader::closeSession),
    ACKNOWLEDGE(21, Sender.CLIENT, ClientFrameReader::acknowledge),
    RELEASE(22, Sender.CLIENT, ClientFrameReader::release),
    FETCH_PIECE(23, Sender.CLIENT, ClientFrameReader::fetchPiece),
    COMMIT(24, Sender.CLIENT, ClientFrameReader::commit),
    ROLLBACK(25, Sender.CLIENT, ClientFrameReader::rollback),
    PREPARE(26, Sender.CLIENT, ClientFrameReader::prepare),
    UNSUBSCRIBE(27, Sender.CLIENT, ClientFrameReader::unsubscribe),
    ADMIN(28, Sender.CLIENT, ClientFrameReader::admin),
    PREPARE_BRANCH(29, Sender.CLIENT, ClientFrameReader::prepareBranch),
    DECIDE_BRANCH(30, Sender.CLIENT, ClientFrameReader::decideBranch),
    RECOVER_BRANCHES(31, Sender.CLIENT, ClientFrameReader::recoverBranches),
    FORGET_BRANCH(32, Sender.CLIENT, ClientFrameReader::forgetBranch),

    WELCOME(64, Sender.SERVER, ServerFrameReader::welcome),
    REFUSED(65, Sender.SERVER, ServerFrameReader::refused),
    IMAGE(66, Sender.SERVER, ServerFrameReader::image),
    ATTACHED(67, Sender.SERVER, ServerFrameReader::attached),
    DONE(68, Sender.SERVER, ServerFrameReader::done),
    FAILED(69, Sender.SERVER, ServerFrameReader::failed),
    DESTINATION_OPENED(70, Sender.SERVER, ServerFrameReader::destinationOpened),
    PRODUCER_OPENED(71, Sender.SERVER, ServerFrameReader::producerOpened),
    SEND_CONFIRMED(72, Sender.SERVER, ServerFrameReader::sendConfirmed),
    SEND_REJECTED(73, Sender.SERVER, ServerFrameReader::sendRejected),
    PIECE_CONFIRMED(74, Sender.SERVER, ServerFrameReader::pieceConfirmed),
    DELIVER(75, Sender.SERVER, ServerFrameReader::deliver),
    DRAINED(76, Sender.SERVER, ServerFrameReader::drained),
    PIECE(77, Sender.SERVER, ServerFrameReader::piece),
    CONSUMER_CLOSED(78, Sender.SERVER, ServerFrameReader::consumerClosed),
    ROWS(79, Sender.SERVER, ServerFrameReader::rows),
    RECALL(80, Sender.SERVER, ServerFrameReader::recall),
    BRANCH_DECIDED(81, Sender.SERVER, ServerFrameReader::branchDecided),
    BRANCHES(82, Sender.SERVER, ServerFrameReader::branches);

    /** Which side of a link says it. */
    enum Sender {
        CLIENT,
        SERVER,
        BOTH
    }

    /** Reads the fields of one kind. */
    @FunctionalInterface
    interface Fields {
        Frame read(FieldReader in) throws MalformedFrameException;
    }

    private static final @Nullable FrameType[] BY_NUMBER = new FrameType[128];

    static {
        for (FrameType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    private final int number;
    private final Sender sender;
    private final Fields fields;

    FrameType(int number, Sender sender, Fields fields) {
        this.number = number;
        this.sender = sender;
        this.fields = fields;
    }

    static FrameType of(int number) throws MalformedFrameException {
        FrameType type = number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (type == null) {
            throw new MalformedFrameException("frame type " + number + " is not known");
        }
        return type;
    }

    int number() {
        return number;
    }

    boolean isSaidBy(Sender side) {
        return sender == side || sender == Sender.BOTH;
    }

    /** Whether bytes after the known fields are allowed: these frames are read before a version is agreed on. */
    boolean precedesVersion() {
        return this == HELLO || this == REFUSED;
    }

    Frame read(FieldReader in) throws MalformedFrameException {
        return fields.read(in);
    }
}
