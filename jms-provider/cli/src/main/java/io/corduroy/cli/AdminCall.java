package io.corduroy.cli;

import io.corduroy.client.AdminConnection;
import io.corduroy.protocol.AdminArgument;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.DestinationSetting;
import io.corduroy.protocol.InvalidArgumentException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Runs one administrative verb with what was typed. */
final class AdminCall implements Callable<Integer> {

    final ConnectionOptions server = new ConnectionOptions();
    final OutputOption output = new OutputOption();

    @SuppressWarnings("NullAway.Init") // set by who makes the command of it
    CommandSpec spec;

    private final AdminVerb verb;

    AdminCall(AdminVerb verb) {
        this.verb = verb;
    }

    @Override
    public Integer call() {
        Map<String, String> arguments = arguments();
        try {
            verb.parse(arguments);
        } catch (InvalidArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        return server.run(connection -> execute(connection, arguments));
    }

    private int execute(AdminConnection connection, Map<String, String> arguments) throws JMSException {
        List<Map<String, String>> rows = new ArrayList<>(connection.administer(verb, arguments));
        if (verb.columns().isEmpty()) {
            return ExitCode.OK;
        }
        if (rows.isEmpty() && verb.required().contains(AdminArgument.BRANCH)) {
            throw new JMSException("no partition knows branch " + arguments.get(AdminArgument.BRANCH.key())
                    + "; look at \"corduroy transaction list\"");
        }
        if (verb.destinationArgument().isEmpty()) { // the rows of several partitions, each sorted and limited by itself
            String first = verb.columns().get(0);
            rows.sort(Comparator.comparing(row -> row.getOrDefault(first, "")));
            String limit = arguments.get(AdminArgument.LIMIT.key());
            rows = limit == null ? rows : rows.subList(0, Math.min(rows.size(), Integer.parseInt(limit)));
        }
        output.print(verb.columns(), rows, spec);
        return ExitCode.OK;
    }

    /** Only what was typed: what was not has the broker's default. */
    private Map<String, String> arguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < verb.required().size(); i++) {
            arguments.put(
                    verb.required().get(i).key(),
                    value(spec.positionalParameters().get(i)));
        }
        for (OptionSpec option : spec.options()) {
            String key = option.longestName().substring(2);
            boolean typed = spec.commandLine().getParseResult().hasMatchedOption(option);
            if (typed && isArgument(key)) {
                arguments.put(key, value(option));
            }
        }
        return arguments;
    }

    private boolean isArgument(String key) {
        boolean isSetting = verb.takesSettings() && DestinationSetting.keys().contains(key);
        return isSetting
                || verb.optional().stream().anyMatch(argument -> argument.key().equals(key));
    }

    private static String value(ArgSpec argument) {
        Object value = argument.getValue();
        return value == null ? "" : value.toString();
    }
}
