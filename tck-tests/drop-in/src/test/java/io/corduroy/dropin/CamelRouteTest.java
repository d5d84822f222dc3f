package io.corduroy.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel routes with its JMS component; only the connection factory names Corduroy. */
class CamelRouteTest {

    private static final int LINES = 500;
    private static final int FILES = 6;

    @TempDir
    Path directory;

    @Test
    void carriesFilesThroughAQueueByteForByte() throws Exception {
        Path in = Files.createDirectory(directory.resolve("in"));
        Path out = Files.createDirectory(directory.resolve("out"));
        Random random = new Random(42);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[1 + random.nextInt(200_000)];
            random.nextBytes(content);
            Files.write(in.resolve("file-" + i + ".bin"), content);
        }

        run(FILES, "to-files", new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + in + "?noop=true")
                        .setHeader("name", simple("${file:name}"))
                        .convertBodyTo(byte[].class)
                        .to("jms:queue:files");
                from("jms:queue:files?transacted=true")
                        .routeId("to-files")
                        .to("file:" + out + "?fileName=${header.name}");
            }
        });

        for (int i = 0; i < FILES; i++) {
            assertThat(out.resolve("file-" + i + ".bin")).hasSameBinaryContentAs(in.resolve("file-" + i + ".bin"));
        }
    }

    @Test
    void splitsATextIntoMessagesAndWritesItBackInOrder() throws Exception {
        Path in = Files.createDirectory(directory.resolve("in"));
        Path out = Files.createDirectory(directory.resolve("out"));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("line ").append(i).append(": çorduroy röads ≠ silk\n");
        }
        Files.writeString(in.resolve("text.txt"), text, StandardCharsets.UTF_8);

        run(LINES, "to-text", new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + in + "?noop=true&charset=UTF-8")
                        .split(body().tokenize("\n"))
                        .to("jms:queue:lines");
                from("jms:queue:lines?transacted=true")
                        .routeId("to-text")
                        .setHeader(Exchange.FILE_NAME, constant("text.txt"))
                        .to("file:" + out + "?fileExist=Append&appendChars=\\n&charset=UTF-8");
            }
        });

        assertThat(out.resolve("text.txt")).hasSameTextualContentAs(in.resolve("text.txt"), StandardCharsets.UTF_8);
    }

    private void run(int messages, String lastRoute, RouteBuilder routes) throws Exception {
        CorduroyConnectionFactory factory =
                new CorduroyConnectionFactory("corduroy:embedded:" + directory.resolve("data"));
        CamelContext camel = new DefaultCamelContext();
        try {
            camel.addComponent("jms", JmsComponent.jmsComponentTransacted(factory));
            camel.addRoutes(routes);
            NotifyBuilder done = new NotifyBuilder(camel)
                    .fromRoute(lastRoute)
                    .whenDone(messages)
                    .create();
            camel.start();

            assertThat(done.matches(60, TimeUnit.SECONDS))
                    .as("all messages went through " + lastRoute)
                    .isTrue();
        } finally {
            camel.close();
        }
    }
}
