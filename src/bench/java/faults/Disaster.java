package faults;

import faults.server.ServerProcess;
import java.io.IOException;

/** What happens to a server under load. In the end it is dead, and the file is what a new one finds. */
@FunctionalInterface
interface Disaster {
    void strike(ServerProcess server) throws IOException;
}
