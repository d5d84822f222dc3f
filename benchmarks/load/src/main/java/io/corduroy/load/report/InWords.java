package io.corduroy.load.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scenario does, for readers who do not know its name. */
final class InWords {

    private static final Map<Pattern, String> ALL = new LinkedHashMap<>();

    static {
        say("blocking-(\\d+)", "$1 × one producer that waits until its message is on the disk, then sends the next.");
        say(
                "blocking-(\\d+)-os",
                "$1 × one producer that waits until the operating system has its message, then sends the next.");
        say("rate-(\\d+)", "$1 messages a second, whether or not the earlier ones have been confirmed.");
        say("window-(\\d+)", "One producer with a CompletionListener and at most $1 messages unconfirmed.");
        say("transacted-(\\d+)", "One producer that commits after each $1 messages, and waits for that.");
        say("non-persistent", "One producer of messages that need not survive.");
        say("fan-out-(\\d+)", "A topic with $1 subscribers; what they receive is counted.");
        say("fan-out-(\\d+)-durable", "A topic with $1 durable subscribers; what they receive is counted.");
        say("queues-(\\d+)", "$1 queues, in turns.");
        say("client-acknowledge-(\\d+)", "A consumer that acknowledges after each $1 messages, and waits for that.");
        say("size-(\\d+)", "Bodies of $1 bytes, from producers that wait.");
        say("backlog-(\\d+)", "$1 messages are there before the consumer: how fast it gets them.");
        say("backlog-1-of-(\\d+)-cold", "$1 queues with interleaved backlogs, nothing in memory: a few are drained.");
        say("selector-(\\d+)-percent", "A backlog of which a selector matches $1 %: how fast it is looked through.");
        say("requests-(\\d+)", "$1 × a request and its reply over a temporary queue, one after the other.");
        say("first-message", "From the start of the server's process until the first persistent message is confirmed.");
        say("killed", "At a fixed rate the server is killed and started again: what those waiting see.");
        say("large-(\\d+)-gib", "One message of $1 GiB from file to file, with small heaps. It counts with its MiB.");
    }

    private InWords() {}

    private static void say(String name, String words) {
        ALL.put(Pattern.compile(name), words);
    }

    /** Empty if nothing is known of it. */
    static String of(String scenario) {
        for (Map.Entry<Pattern, String> each : ALL.entrySet()) {
            Matcher matcher = each.getKey().matcher(scenario);
            if (matcher.matches()) {
                return matcher.replaceFirst(each.getValue());
            }
        }
        return "";
    }
}
