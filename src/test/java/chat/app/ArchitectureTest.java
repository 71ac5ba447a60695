package chat.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Imports run one way only, so that each package can be read with those before it and none after. */
class ArchitectureTest {
    private static final List<String> ORDER = List.of(
            "db",
            "web",
            "realtime",
            "feature",
            "registration",
            "accounts",
            "rooms",
            "presence",
            "messages",
            "conversations",
            "settings",
            "legacy",
            "metrics",
            "admin",
            "app");
    private static final Set<String> FEATURES = Set.of("rooms", "presence", "messages", "conversations");
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("chat");

    @Test
    void everyPackageHasItsPlaceInTheOrder() {
        Set<String> packages = new TreeSet<>();
        for (JavaPackage found : CLASSES.getPackage("chat").getSubpackagesInTree()) {
            packages.add(found.getName().substring("chat.".length()));
        }
        assertEquals(new TreeSet<>(ORDER), packages, "flat, by feature; a new one is put into the order here");
    }

    @Test
    void noPackageImportsOneThatComesAfterIt() {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] after = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "chat." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("chat." + ORDER.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(after)
                    .check(CLASSES);
        }
    }

    /**
     * A feature offers one class, which is named after its package, and the records and interfaces that others need to
     * call it. The messages are stored in one transaction with what they change of their room, so they share its rows and
     * statements.
     */
    @Test
    void aFeatureHasOnePublicClass() {
        Map<String, Set<String>> offered = new TreeMap<>();
        for (JavaClass found : CLASSES) {
            String name = found.getPackageName().substring("chat.".length());
            boolean isOffered = found.isTopLevelClass() && found.getModifiers().contains(JavaModifier.PUBLIC);
            if (isOffered && FEATURES.contains(name)) {
                offered.computeIfAbsent(name, same -> new TreeSet<>()).add(found.getSimpleName());
            }
        }
        assertEquals(
                Map.of(
                        "rooms",
                                Set.of(
                                        "Rooms",
                                        "RoomView",
                                        "Sent",
                                        "RoomContent",
                                        "Room",
                                        "RoomDao",
                                        "ReadMarks",
                                        "Target"),
                        "presence", Set.of("Presence"),
                        "messages", Set.of("Messages", "Message", "MessageChange", "MessagePart"),
                        "conversations", Set.of("Conversations")),
                offered);
    }

    @Test
    void ofTheDatabaseTheWebKnowsTheExceptionsOnly() {
        noClasses()
                .that()
                .resideInAPackage("chat.web..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("chat\\.db\\.(?!.*Exception$).*")
                .check(CLASSES);
    }

    /** A start that serves loads no class of picocli: it takes time, and nothing of it is needed. */
    @Test
    void onlyTheCommandsUsePicocli() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Commands.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void thereIsNoCycle() {
        slices().matching("chat.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
