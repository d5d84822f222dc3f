package io.corduroy.conformance;

import io.corduroy.conformance.RestartableServer.Ending;

/** The same with a server that is killed. */
class RestartAfterKillTest extends RestartTest {

    @Override
    Ending ending() {
        return Ending.KILLED;
    }
}
