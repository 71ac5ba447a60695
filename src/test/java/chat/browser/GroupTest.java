package chat.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chat.testing.Person;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupTest extends BrowserTest {
    private Person alice;
    private Person bob;
    private Person carol;

    @BeforeEach
    void threePeople() {
        alice = server.register("alice");
        bob = server.register("bob");
        carol = server.register("carol");
    }

    @Test
    void aGroupIsCreatedInTheDialogAndItsMembersChat() {
        Tab alices = open(alice);
        Tab bobs = open(bob);
        bobs.tab("Recent").click();

        alices.button("New group").click();
        alices.inDialog(AriaRole.BUTTON, "Create group").click();
        assertThat(alices.dialog()).containsText("Enter a name of 1 to 64 characters.");
        alices.field("Group name").fill("Sailing");
        alices.dialog().getByText("bob").click();
        alices.dialog().getByText("carol").click();
        assertThat(alices.inDialog(AriaRole.BUTTON, "Do not add carol")).isVisible();
        alices.inDialog(AriaRole.BUTTON, "Create group").click();
        alices.isIn("Sailing");
        assertThat(alices.dialog()).hasCount(0);
        assertThat(alices.presence()).containsText("3 members");

        bobs.openConversation("Sailing");
        alices.send("Who is in on Sunday?");
        bobs.shows("Who is in on Sunday?");
        assertThat(bobs.log().getByRole(AriaRole.GROUP)).hasAccessibleName(Pattern.compile("^alice, "));
        bobs.send("Me");
        alices.shows("Who is in on Sunday?", "Me");
        bobs.type("and");
        assertThat(alices.typing()).hasText("bob is typing");
    }

    @Test
    void theSecondTickAppearsWhenAllMembersHaveRead() {
        Chatter.createGroup(alice, "Sailing", bob, carol);
        Tab alices = recent(alice).openConversation("Sailing").send("hello");
        recent(bob).openConversation("Sailing").shows("hello");
        assertThat(alices.markOf("hello")).containsText("Sent");
        recent(carol).openConversation("Sailing").shows("hello");
        assertThat(alices.markOf("hello")).containsText("Read by all");
    }

    @Test
    void anAddedMemberSeesTheGroupAndItsHistoryAtOnce() {
        long room = Chatter.createGroup(alice, "Sailing", bob);
        Chatter.sendToGroup(alice, room, "said before");
        Tab carols = recent(carol);
        assertThat(carols.recent()).containsText("No conversations yet");

        Tab bobs = recent(bob).openConversation("Sailing");
        bobs.chooseInMenu("Conversation menu", "Add people");
        bobs.dialog().getByText("carol").click();
        bobs.inDialog(AriaRole.BUTTON, "Add").click();
        assertThat(bobs.dialog()).containsText("3 members");
        bobs.page.keyboard().press("Escape");
        assertThat(bobs.presence()).containsText("3 members");

        carols.openConversation("Sailing").shows("said before");
        carols.send("Thanks");
        bobs.shows("said before", "Thanks");
    }

    @Test
    void aRemovedMemberIsNotifiedInTheOpenConversation() {
        Chatter.createGroup(alice, "Sailing", bob, carol);
        Tab bobs = recent(bob).openConversation("Sailing");
        Tab alices = recent(alice).openConversation("Sailing");
        alices.chooseInMenu("Conversation menu", "Members");
        alices.button("Remove bob").click();
        assertThat(alices.dialog()).containsText("2 members");

        assertThat(bobs.blank()).containsText("You are no longer in Sailing");
        assertThat(bobs.row("Sailing")).hasCount(0);
        alices.page.keyboard().press("Escape");
        alices.send("bob must not see this");
        assertThat(alices.markOf("bob must not see this")).containsText("Sent");
        assertThat(bobs.page).hasTitle(Pattern.compile("^(?!\\().*"));
    }

    @Test
    void onlyTheOwnerCanRemoveOthers() {
        Chatter.createGroup(alice, "Sailing", bob, carol);
        Tab bobs = recent(bob).openConversation("Sailing");
        bobs.chooseInMenu("Conversation menu", "Members");
        assertThat(bobs.dialog()).containsText("3 members");
        assertThat(bobs.button("Remove carol")).hasCount(0);
    }

    @Test
    void leavingAGroupAsksForConfirmation() {
        Chatter.createGroup(alice, "Sailing", bob, carol);
        Tab alices = recent(alice).openConversation("Sailing");
        Tab bobs = recent(bob).openConversation("Sailing");
        bobs.chooseInMenu("Conversation menu", "Leave group");
        assertThat(bobs.dialog()).containsText("Leave Sailing?");
        bobs.inDialog(AriaRole.BUTTON, "Cancel").click();
        bobs.isIn("Sailing");

        bobs.chooseInMenu("Conversation menu", "Leave group");
        bobs.inDialog(AriaRole.BUTTON, "Leave").click();
        assertThat(bobs.recent()).containsText("No conversations yet");
        assertThat(alices.presence()).containsText("2 members");
    }

    private Tab recent(Person person) {
        Tab tab = open(person);
        tab.tab("Recent").click();
        return tab;
    }
}
