// Every interface text that is not in a template.
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

function typingText(names) {
  if (names.length === 1) return `${names[0]} is typing`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing`;
  return `${names.length} people are typing`;
}

export const words = {
  reveal: 'Show characters',
  strength: ['Very easy to guess.', 'Easy to guess.', 'Could be stronger.', 'Good.', 'Strong.'],

  online: 'online',
  offline: 'offline',
  lastSeen: (when) => `last seen ${when}`,
  deletedName: 'Deleted user',
  deletedUser: 'This account was deleted.',
  nobodyReads: 'This account was deleted. You can no longer write to it.',
  group: 'group',
  members: (count) => plural(count, 'member', 'members'),
  membersOnline: (count, online) => `${plural(count, 'member', 'members')}, ${online} online`,
  someone: 'Someone',
  you: 'You',

  typing: typingText,
  typingShort: 'typing…',
  typingShortBy: (name) => `${name} is typing…`,
  draft: 'Draft:',
  noMessagesYet: 'No messages yet',
  unread: (count) => `${count} unread`,
  from: (name) => `${name}: `,

  nobodyTitle: 'Nobody else is here yet',
  nobodyText: 'Open this address on another device, or send it to a friend, and register a second account.',
  nobodyInviteText: 'You administer this chat. Create a link in the administration, and send it to the people you invite.',
  invitePeople: 'Invite people',
  copyAddress: 'Copy the address',
  addressCopied: 'Copied',
  copy: 'Copy',
  colourPicker: 'Pick a colour',
  noConversationsTitle: 'No conversations yet',
  noConversationsText: 'Choose someone under All Users and write the first message.',
  showAllUsers: 'Show all users',
  nothingFound: (query) => `No user is called “${query}”.`,
  noConversationFound: (query) => `No conversation is called “${query}”.`,
  couldNotLoad: 'Loading failed.',
  tryAgain: 'Try again',

  chooseTitle: 'Choose a conversation',
  chooseText: 'Choose someone on the left, or press Ctrl+K (⌘K on a Mac) and type a name.',
  notFoundTitle: 'Conversation not found',
  notFoundText: 'It may have been removed, or you may no longer be in it.',
  removedTitle: (name) => `You are no longer in ${name}`,
  removedText: 'You will not receive its messages any more.',
  toList: 'Back to the list',

  emptyTitle: 'No messages yet',
  emptyText: (name) => `Say hello to ${name}.`,
  newMessages: 'New messages',
  today: 'Today',
  yesterday: 'Yesterday',
  jumpDown: 'Go to the newest message',
  jumpDownUnread: (count) => `Go to the newest message, ${count} unread`,

  placeholder: (name) => `Message ${name}`,
  left: (count) => plural(count, 'character left', 'characters left'),
  tooMany: (count) => plural(count, 'character too many', 'characters too many'),

  sending: 'Sending',
  waiting: 'Waiting to be sent',
  stored: 'Sent',
  read: 'Read',
  readByAll: 'Read by all',
  couldNotSend: 'Could not send.',
  discard: 'Delete',
  groupLabel: (name, time) => `${name}, ${time}`,
  announce: (name, text) => `${name}: ${text}`,

  connecting: 'Connecting…',
  back: 'Connected again',
  youAreOffline: 'You are offline. Messages will be sent when you are back.',
  noServer: 'No connection to the server. Messages will be sent when it is back.',
  tooManyPages: 'Too many pages of your account are open. Close some here or on other devices, then try again.',
  tryNow: 'Try now',

  conversationMenu: {
    members: 'Members',
    addPeople: 'Add people',
    leave: 'Leave group',
    newGroupWith: (name) => `New group with ${name}`,
    copyLink: 'Copy link to this conversation',
  },
  settings: {
    theme: 'Appearance',
    system: 'Same as system',
    light: 'Light',
    dark: 'Dark',
    notify: 'Notifications',
    notifyBlocked: 'Notifications are blocked in the browser',
    keys: 'Keyboard shortcuts',
    account: 'Account and devices',
    administration: 'Administration',
  },

  newGroup: 'New group',
  groupName: 'Group name',
  groupNameHint: 'Enter a name of 1 to 64 characters.',
  addMembers: 'Add members',
  findPeople: 'Find people',
  create: 'Create group',
  cancel: 'Cancel',
  close: 'Close',
  owner: 'owner',
  remove: (name) => `Remove ${name}`,
  add: 'Add',
  unpick: (name) => `Do not add ${name}`,
  leaveTitle: (name) => `Leave ${name}?`,
  leaveText: 'You will not receive its messages any more. A member can add you again.',
  leave: 'Leave',

  logoutTitle: 'Log out?',
  logoutText: (count) =>
    count === 1
      ? '1 message has not been sent. It stays in this browser, for this account only, until you log in here again.'
      : `${count} messages have not been sent. They stay in this browser, for this account only, until you log in here again.`,
  logout: 'Log out',

  switcherTitle: 'Go to a conversation',
  switcherPlaceholder: 'Type a name',
  helpTitle: 'Keyboard shortcuts',
  keys: [
    [['Enter'], 'Send the message'],
    [['Shift', 'Enter'], 'Start a new line'],
    [['Ctrl', 'K'], 'Go to a conversation by name (⌘ K on a Mac)'],
    [['Alt', '↑'], 'Previous conversation'],
    [['Alt', '↓'], 'Next conversation'],
    [['Esc'], 'Close a menu or dialog, or go to the message field'],
    [['↑', '↓'], 'In the messages: previous or next message'],
    [['Home', 'End'], 'In the messages: oldest loaded or newest message'],
    [['Page Up', 'Page Down'], 'In the messages: one screen up or down'],
    [['?'], 'Show this list'],
  ],

  failed: 'Something went wrong. Please try again.',
  unreachable: 'The server cannot be reached. Please try again.',
};
