package io.corduroy.client;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import jakarta.jms.JMSException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionRolledBackException;
import javax.transaction.xa.XAException;

/** The one place where outcomes of branches become the codes of XA. */
final class XAErrors {

    private XAErrors() {}

    static XAException of(int code, String text) {
        XAException e = new XAException(text);
        e.errorCode = code;
        return e;
    }

    static XAException of(int code, String text, Exception cause) {
        XAException e = of(code, text + ": " + cause.getMessage());
        e.initCause(cause);
        return e;
    }

    /** Whether the broker has said no, so that what was asked for has not happened. */
    static boolean isRefusal(JMSException e) {
        String code = e.getErrorCode();
        boolean unknown = "CONNECTION_LOST".equals(code)
                || "OUTCOME_UNKNOWN".equals(code)
                || "CLOSED".equals(code)
                || "INTERRUPTED".equals(code);
        return e instanceof TransactionRolledBackException || e instanceof ResourceAllocationException || !unknown;
    }

    static void requireCommitted(BranchId id, BranchState outcome) throws XAException {
        switch (outcome) {
            case COMMITTED -> {}
            case HEURISTICALLY_COMMITTED ->
                throw of(XAException.XA_HEURCOM, id + " was committed by an operator; forget it");
            case HEURISTICALLY_ROLLED_BACK ->
                throw of(XAException.XA_HEURRB, id + " was rolled back by an operator; forget it");
            case ROLLED_BACK -> throw of(XAException.XA_HEURRB, id + " was rolled back before");
            case UNKNOWN, PREPARED -> throw of(XAException.XAER_NOTA, id + " is not known");
        }
    }

    static void requireRolledBack(BranchId id, BranchState outcome) throws XAException {
        switch (outcome) {
            case ROLLED_BACK -> {}
            case HEURISTICALLY_COMMITTED ->
                throw of(XAException.XA_HEURCOM, id + " was committed by an operator; forget it");
            case HEURISTICALLY_ROLLED_BACK ->
                throw of(XAException.XA_HEURRB, id + " was rolled back by an operator; forget it");
            case COMMITTED -> throw of(XAException.XA_HEURCOM, id + " was committed before");
            case UNKNOWN, PREPARED -> throw of(XAException.XAER_NOTA, id + " is not known");
        }
    }
}
