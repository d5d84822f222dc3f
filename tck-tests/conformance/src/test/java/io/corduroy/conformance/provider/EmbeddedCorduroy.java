package io.corduroy.conformance.provider;

import java.io.IOException;
import java.nio.file.Path;

/** Corduroy within the process of the application. */
public class EmbeddedCorduroy extends CorduroyUnderTest {

    /** Its own settings. */
    String node() {
        return "node.name=conformance&node.keep-open=true";
    }

    @Override
    String url() {
        return "corduroy:embedded:?" + node() + "&node.login.anonymous=true&node.login.users=" + users();
    }

    /** An embedded node lives as long as a connection: one that is to go while connections are open has a port. */
    @Override
    public RestartableBroker startRestartable(Path directory) throws IOException {
        return new RestartableCorduroy(directory);
    }

    @Override
    public String toString() {
        return "embedded";
    }
}
