package faults;

import faults.server.ServerProcess;
import java.io.IOException;

/** A failure of a server under load. Afterwards the process is dead, and a new one starts from the database. */
@FunctionalInterface
interface Disaster {
    void strike(ServerProcess server) throws IOException;
}
