package io.corduroy.client.jndi;

import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.CorduroyTopic;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.Binding;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import org.jspecify.annotations.Nullable;

/** Names with slashes that properties bind; what a name is the beginning of is a context, too. */
@SuppressWarnings({"JdkObsolete", "BanJNDI"}) // the interface has tables of this kind; nothing is looked up elsewhere
final class PropertiesContext extends ReadOnlyContext {
    private static final String DYNAMIC_QUEUES = "dynamicQueues/";
    private static final String DYNAMIC_TOPICS = "dynamicTopics/";

    private final Map<String, Object> bindings;
    private final Hashtable<String, Object> environment;
    /** Where in the names of the bindings it is: empty, or with a slash at the end. */
    private final String prefix;

    PropertiesContext(Map<String, Object> bindings, Hashtable<String, Object> environment, String prefix) {
        this.bindings = bindings;
        this.environment = environment;
        this.prefix = prefix;
    }

    @Override
    public Object lookup(String name) throws NamingException {
        if (name.isEmpty()) {
            return new PropertiesContext(bindings, new Hashtable<>(environment), prefix);
        }
        String whole = prefix + name;
        Object bound = bindings.get(whole);
        if (bound != null) {
            return bound;
        }
        try {
            if (whole.startsWith(DYNAMIC_QUEUES)) {
                return new CorduroyQueue(whole.substring(DYNAMIC_QUEUES.length()));
            }
            if (whole.startsWith(DYNAMIC_TOPICS)) {
                return new CorduroyTopic(whole.substring(DYNAMIC_TOPICS.length()));
            }
        } catch (IllegalArgumentException e) {
            throw (NamingException) new NameNotFoundException(e.getMessage()).initCause(e);
        }
        String inside = whole + "/";
        if (bindings.keySet().stream().anyMatch(each -> each.startsWith(inside))) {
            return new PropertiesContext(bindings, new Hashtable<>(environment), inside);
        }
        throw new NameNotFoundException("\"" + whole + "\" is not bound; bound are " + bindings.keySet()
                + ", and every name below " + DYNAMIC_QUEUES + " and " + DYNAMIC_TOPICS);
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        return new Listing<>(children(name));
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        List<NameClassPair> pairs = new ArrayList<>();
        for (Binding each : children(name)) {
            pairs.add(new NameClassPair(each.getName(), each.getClassName()));
        }
        return new Listing<>(pairs);
    }

    private List<Binding> children(String name) throws NamingException {
        Object listed = lookup(name);
        if (!(listed instanceof PropertiesContext context)) {
            throw new NotContextException("\"" + prefix + name + "\" is no context");
        }
        Map<String, Binding> children = new TreeMap<>();
        for (String whole : context.bindings.keySet()) {
            if (whole.startsWith(context.prefix)) {
                String rest = whole.substring(context.prefix.length());
                int slash = rest.indexOf('/');
                String child = slash < 0 ? rest : rest.substring(0, slash);
                children.put(child, new Binding(child, context.lookup(child)));
            }
        }
        return List.copyOf(children.values());
    }

    @Override
    public @Nullable Object addToEnvironment(String key, Object value) {
        return environment.put(key, value);
    }

    @Override
    public @Nullable Object removeFromEnvironment(String key) {
        return environment.remove(key);
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    @Override
    public String getNameInNamespace() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    @Override
    public void close() {
        // holds nothing
    }
}
