package io.corduroy.client.jndi;

import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;

/** A context in which nothing can be bound, and in which a name is as good as its text. */
@SuppressWarnings("BanJNDI") // nothing is looked up elsewhere
abstract class ReadOnlyContext implements Context {
    private static final NameParser PARSER = CompositeName::new;

    @Override
    public Object lookup(Name name) throws NamingException {
        return lookup(name.toString());
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override
    public Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        return listBindings(name.toString());
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        return list(name.toString());
    }

    @Override
    public NameParser getNameParser(String name) {
        return PARSER;
    }

    @Override
    public NameParser getNameParser(Name name) {
        return PARSER;
    }

    @Override
    public String composeName(String name, String inside) throws NamingException {
        return composeName(new CompositeName(name), new CompositeName(inside)).toString();
    }

    @Override
    public Name composeName(Name name, Name inside) throws NamingException {
        return ((Name) inside.clone()).addAll(name);
    }

    // Nothing can be bound.

    private static OperationNotSupportedException readOnly() {
        return new OperationNotSupportedException("this context is read-only: its properties say what is bound");
    }

    @Override
    public void bind(Name name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void bind(String name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(Name name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(String name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(Name from, Name to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(String name) throws NamingException {
        throw readOnly();
    }
}
