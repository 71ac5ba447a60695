package chat.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.feature.Feature;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Packages import only packages before them in the order, so that each can be understood without the later ones. */
class ArchitectureTest {
    private static final List<String> ORDER = List.of(
            "db",
            "web",
            "realtime",
            "feature",
            "house",
            "accounts",
            "rooms",
            "presence",
            "messages",
            "conversations",
            "legacy",
            "metrics",
            "admin",
            "app");
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("chat");

    /** Each feature package has one public class, named after it, that implements {@link Feature}. */
    private static final List<String> FEATURES =
            List.of("house", "accounts", "rooms", "presence", "messages", "conversations", "metrics", "admin");

    /** Other public classes except records, with the reason. */
    private static final Map<String, String> PUBLIC = Map.of(
            "chat.legacy.LegacyImport", "the command import runs it, and no server does",
            "chat.legacy.Report", "the command import prints it",
            "chat.accounts.RegistrationMode", "the administrator sets it",
            "chat.accounts.LegacyHashes", "an import keeps the hashes that it knows",
            "chat.rooms.RoomDao", "messages and typing find their room and its members in their own transactions",
            "chat.rooms.RoomContent", "rooms take it from the messages, which are built on them",
            "chat.messages.MessagePart", "features add fields to messages",
            "chat.messages.MessageChange", "features change messages");

    @Test
    void aFeatureHasOnePublicClass() {
        for (String feature : FEATURES) {
            String facade =
                    "chat." + feature + "." + feature.substring(0, 1).toUpperCase(Locale.ROOT) + feature.substring(1);
            assertTrue(CLASSES.get(facade).isAssignableTo(Feature.class), facade);
            assertNoOtherIsPublic(feature, facade);
        }
        assertNoOtherIsPublic("legacy", null);
        PUBLIC.keySet().forEach(name -> assertTrue(CLASSES.contain(name), () -> name + " does not exist any more"));
    }

    private static void assertNoOtherIsPublic(String name, String facade) {
        for (JavaClass found : CLASSES.getPackage("chat." + name).getClasses()) {
            boolean isTopLevel = found.isTopLevelClass() && !found.isArray();
            boolean isPublic = found.getModifiers().contains(JavaModifier.PUBLIC);
            if (isTopLevel && isPublic && !found.getName().equals(facade)) {
                assertTrue(
                        found.isRecord() || PUBLIC.containsKey(found.getName()),
                        () -> found.getName() + " must not be public");
            }
        }
    }

    @Test
    void everyPackageIsInTheOrder() {
        Set<String> packages = new TreeSet<>();
        for (JavaPackage found : CLASSES.getPackage("chat").getSubpackagesInTree()) {
            packages.add(found.getName().substring("chat.".length()));
        }
        assertEquals(new TreeSet<>(ORDER), packages, "packages are flat and by feature; add a new one to ORDER");
    }

    @Test
    void noPackageImportsALaterOne() {
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

    @Test
    void theWebPackageUsesOnlyExceptionsOfTheDatabase() {
        noClasses()
                .that()
                .resideInAPackage("chat.web..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("chat\\.db\\.(?!.*Exception$).*")
                .check(CLASSES);
    }

    /** Starting the server must not load picocli, which takes time and is not needed. */
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
