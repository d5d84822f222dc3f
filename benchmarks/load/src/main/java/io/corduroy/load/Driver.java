package io.corduroy.load;

import jakarta.jms.ConnectionFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that drives one provider with one workload, as often as its {@link Conductor} says. They talk over standard input and output;
 * each run ends with its result in a line.
 *
 * <p>Arguments: the class of a connection factory with a constructor for a URL, or of a {@link Provider} with the same; the URL; options
 * of {@link Workload} as {@code key=value}.
 */
public final class Driver {

    /** The answer to a driver that is to go on; options follow. */
    public static final String RUN = "run";

    private Driver() {}

    /** Runs workloads until nobody asks for more. */
    public static void main(String[] args) throws Exception {
        Provider provider = provider(args[0], args[1]);
        Map<String, String> options = options(List.of(args).subList(2, args.length));
        Conductor conductor = Conductor.over(
                System.out, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        for (String next = conductor.ask(Conductor.Request.NEXT);
                next.startsWith(RUN);
                next = conductor.ask(Conductor.Request.NEXT)) {
            Map<String, String> all = new LinkedHashMap<>(options);
            all.putAll(options(List.of(next.substring(RUN.length()).strip().split(" +"))));
            System.out.println(load(provider, Workload.of(all), conductor).run().asLine());
        }
        System.exit(0); // whatever threads a provider has left
    }

    private static Map<String, String> options(List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : words) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.put(option.substring(0, equals), option.substring(equals + 1));
            }
        }
        return options;
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
