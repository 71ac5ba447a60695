package chat.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import java.util.Set;
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
