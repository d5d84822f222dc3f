package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class SocketsTest {

    @Test
    @EnabledForJreRange(max = JRE.JAVA_23)
    void areEpollsWhereItIsThere() {
        assertThat(Sockets.best()).isEqualTo(Epoll.isAvailable() ? Sockets.EPOLL : Sockets.NIO);
    }

    @Test
    void areTheJdksInAClassLoaderThatMayBeCollected() throws Exception {
        try (URLClassLoader deployment = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            Method best =
                    Class.forName(Sockets.class.getName(), true, deployment).getDeclaredMethod("best");
            best.setAccessible(true);

            assertThat(best.invoke(null)).hasToString("NIO");
        }
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> path = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(new File(each).toURI().toURL());
        }
        return path.toArray(new URL[0]);
    }
}
