package chat.testing;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import com.sun.jna.Structure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * Puts this process under the filters of a service unit, as systemd does before it starts a service, and then becomes
 * the command that follows: {@code Confined UNIT COMMAND…}. Linux, with libseccomp.
 */
public final class Confined {
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = 1;
    private static final int EAFNOSUPPORT = 97;
    /** Higher than the number of every address family. */
    private static final int END_OF_FAMILIES = 46;

    private static final Set<Integer> INET_INET6_UNIX = Set.of(2, 10, 1);

    private interface Seccomp extends Library {
        Pointer seccomp_init(int defaultAction);

        int seccomp_syscall_resolve_name(String name);

        int seccomp_rule_add_array(Pointer filter, int action, int call, int conditions, Condition condition);

        /** Also sets no_new_privs. */
        int seccomp_load(Pointer filter);
    }

    private interface C extends Library {
        int execv(String path, StringArray arguments);
    }

    /** A condition on an argument of a system call: {@code struct scmp_arg_cmp}. */
    @Structure.FieldOrder({"argument", "operation", "first", "second"})
    public static final class Condition extends Structure {
        private static final int EQUAL = 4;

        public int argument;
        public int operation;
        public long first;
        public long second;

        private static Condition firstArgumentIs(int value) {
            Condition condition = new Condition();
            condition.operation = EQUAL;
            condition.first = value;
            return condition;
        }
    }

    private final Seccomp seccomp = Native.load("libseccomp.so.2", Seccomp.class);

    private Confined() {}

    /** Whether this machine has libseccomp. */
    public static boolean isPossible() {
        try {
            return Platform.isLinux() && new Confined().seccomp != null;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    public static void main(String[] arguments) throws IOException {
        ServiceUnit unit = ServiceUnit.read(Path.of(arguments[0]));
        Set<String> allowed = unit.allowedSystemCalls();
        Confined confined = new Confined();
        confined.restrictAddressFamilies(unit);
        confined.filterSystemCalls(allowed, unit);
        String[] command = Arrays.copyOfRange(arguments, 1, arguments.length);
        Native.load("c", C.class).execv(command[0], new StringArray(command));
        throw new AssertionError("Could not start " + command[0]);
    }

    private void restrictAddressFamilies(ServiceUnit unit) {
        if (!unit.value("RestrictAddressFamilies").equals("AF_INET AF_INET6 AF_UNIX")) {
            throw new AssertionError("The unit allows address families that this test does not know");
        }
        Pointer filter = seccomp.seccomp_init(ALLOW);
        int socket = seccomp.seccomp_syscall_resolve_name("socket");
        for (int family = 0; family < END_OF_FAMILIES; family++) {
            if (!INET_INET6_UNIX.contains(family)) {
                Condition condition = Condition.firstArgumentIs(family);
                expectDone(seccomp.seccomp_rule_add_array(filter, ERRNO | EAFNOSUPPORT, socket, 1, condition));
            }
        }
        expectDone(seccomp.seccomp_load(filter));
    }

    private void filterSystemCalls(Set<String> allowed, ServiceUnit unit) {
        boolean refuses = unit.values("SystemCallErrorNumber").contains("EPERM");
        Pointer filter = seccomp.seccomp_init(refuses ? ERRNO | EPERM : KILL_PROCESS);
        for (String name : allowed) {
            int call = seccomp.seccomp_syscall_resolve_name(name);
            if (call >= 0) { // negative if this architecture does not have the call
                expectDone(seccomp.seccomp_rule_add_array(filter, ALLOW, call, 0, null));
            }
        }
        expectDone(seccomp.seccomp_load(filter));
    }

    private static void expectDone(int result) {
        if (result != 0) {
            throw new AssertionError("libseccomp: " + result);
        }
    }
}
