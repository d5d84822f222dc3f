package io.corduroy.load;

import jakarta.jms.ConnectionFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that drives one provider with one workload. It talks with its {@link Conductor} over standard input and output, and the
 * result is its last line.
 *
 * <p>Arguments: the class of a connection factory with a constructor for a URL, or of a {@link Provider} with the same; the URL; options
 * of {@link Workload} as {@code key=value}.
 */
public final class Driver {

    private Driver() {}

    /** Runs a workload; ends with status 1 if anything was lost, came twice or out of order. */
    public static void main(String[] args) throws Exception {
        Provider provider = provider(args[0], args[1]);
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : List.of(args).subList(2, args.length)) {
            int equals = option.indexOf('=');
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        Conductor conductor = Conductor.over(
                System.out, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        Result result = load(provider, Workload.of(options), conductor).run();
        System.out.println(result.asLine());
        System.exit(result.isRight() ? 0 : 1); // whatever threads a provider has left
    }

    static Provider provider(String name, String url) throws ReflectiveOperationException {
        Object made = Class.forName(name).getConstructor(String.class).newInstance(url);
        return made instanceof Provider provider ? provider : new JmsProvider((ConnectionFactory) made);
    }

    static Load load(Provider provider, Workload workload, Conductor conductor) {
        return switch (workload.shape()) {
            case STEADY -> new Steady(provider, workload, conductor);
            case BACKLOG -> new Backlog(provider, workload, conductor);
            case FIRST -> new First(provider, workload, conductor);
            case REQUESTS -> new Requests(factory(provider), workload, conductor);
            case LARGE -> new Large(factory(provider), workload, conductor);
        };
    }

    private static ConnectionFactory factory(Provider provider) {
        if (provider instanceof JmsProvider jms) {
            return jms.factory();
        }
        throw new IllegalArgumentException("this load needs a provider of Jakarta Messaging");
    }
}
