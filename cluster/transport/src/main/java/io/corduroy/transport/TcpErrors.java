package io.corduroy.transport;

import io.corduroy.transport.CloseReason.Kind;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words what Netty and the JDK throw. */
final class TcpErrors {

    private static final Pattern SYSTEM_CALL =
            Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

    private TcpErrors() {}

    static CloseReason reasonOf(@Nullable Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof NotSslRecordException) {
            return new CloseReason(Kind.TLS_FAILED, "the peer does not speak TLS, which this port demands");
        }
        if (cause instanceof SSLException && isAboutCertificate(cause)) {
            return new CloseReason(
                    Kind.TLS_FAILED, "nobody whom we trust vouches for the peer's certificate: " + messageOf(cause));
        }
        if (cause instanceof SSLException) {
            return new CloseReason(Kind.TLS_FAILED, "TLS could not be agreed: " + messageOf(cause));
        }
        if (cause instanceof ClosedChannelException) {
            return new CloseReason(Kind.PEER, "the peer closed the link while it was written to");
        }
        if (cause instanceof IOException) {
            return new CloseReason(Kind.IO_ERROR, "the connection failed: " + messageOf(cause));
        }
        return new CloseReason(Kind.HANDLER_ERROR, "the transport failed: " + cause);
    }

    private static boolean isAboutCertificate(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof CertPathBuilderException || each instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** An exception's message, with its cause's where that one says more, as TLS exceptions' do. */
    static String messageOf(Throwable thrown) {
        String message =
                withoutCall(thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage());
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String rootMessage = root.getMessage() == null ? "" : withoutCall(root.getMessage());
        return message.contains(rootMessage) ? message : message + ": " + rootMessage;
    }

    /** epoll's messages begin with the name of the call that failed and its number. */
    private static String withoutCall(String message) {
        return SYSTEM_CALL.matcher(message).replaceFirst("");
    }

    /** {@code 10.0.0.7:9750}, {@code [::1]:9750}, {@code broker.example:9750}. */
    static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        String host =
                inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
