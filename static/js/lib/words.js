// Every text of the interface that is not in a template: a second language is only a second file.
const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;

function listed(names) {
  if (names.length === 1) return `${names[0]} is typing`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing`;
  return `${names.length} people are typing`;
}

export const words = {
  product: 'Chat',
  reveal: 'Show characters',
  strength: ['Very easily guessed.', 'Easily guessed.', 'Could be stronger.', 'Good.', 'Strong.'],

  online: 'online',
  offline: 'offline',
  lastSeen: (when) => `last seen ${when}`,
  deletedName: 'Deleted user',
  deletedUser: 'This account was deleted.',
  nobodyReads: 'This account was deleted. Nobody reads here any more.',
  group: 'group',
  members: (count) => plural(count, 'member', 'members'),
  membersOnline: (count, online) => `${plural(count, 'member', 'members')}, ${online} online`,
  someone: 'Somebody',
  you: 'You',

  typing: listed,
  typingShort: 'typing…',
  typingShortBy: (name) => `${name} is typing…`,
  draft: 'Draft:',
  noMessagesYet: 'No messages yet',
  unread: (count) => `${count} unread`,
  from: (name) => `${name}: `,

  nobodyTitle: 'Nobody else is here yet',
  nobodyText: 'Open this address on another device, or send it to a friend, and register a second person.',
  copyAddress: 'Copy the address',
  addressCopied: 'Copied',
  noConversationsTitle: 'No conversations yet',
  noConversationsText: 'Choose somebody under All Users, and write the first message.',
  showAllUsers: 'Show all users',
  nothingFound: (query) => `Nobody here is called “${query}”.`,
  noConversationFound: (query) => `No conversation is called “${query}”.`,
  couldNotLoad: 'This could not be loaded.',
  tryAgain: 'Try again',

  chooseTitle: 'Choose a conversation',
  chooseText: 'Pick somebody on the left, or press Ctrl+K (on a Mac ⌘K) and type a name.',
  notFoundTitle: 'This conversation cannot be found',
  notFoundText: 'It may have been removed, or you may no longer be in it.',
  removedTitle: (name) => `You are no longer in ${name}`,
  removedText: 'You will get no more of its messages.',
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
  youAreOffline: 'You are offline. Messages wait here and go out when you are back.',
  noServer: 'No connection to the server. Messages wait here and go out by themselves.',
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
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    notify: 'Notifications',
    notifyBlocked: 'Notifications are blocked in the browser',
    keys: 'Keyboard shortcuts',
    account: 'Account and devices',
  },

  newGroup: 'New group',
  groupName: 'Group name',
  groupNameHint: 'A name of 1 to 64 characters is needed.',
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
  leaveText: 'You will get no more of its messages. Somebody in it can add you again.',
  leave: 'Leave',

  switcherTitle: 'Go to a conversation',
  switcherPlaceholder: 'Type a name',
  helpTitle: 'Keyboard shortcuts',
  keys: [
    [['Enter'], 'Send the message'],
    [['Shift', 'Enter'], 'Begin a new line'],
    [['Ctrl', 'K'], 'Go to a conversation by typing (on a Mac ⌘ K)'],
    [['Alt', '↑'], 'The conversation before'],
    [['Alt', '↓'], 'The conversation after'],
    [['Esc'], 'Close what is open, else go to the message field'],
    [['↑', '↓'], 'In the messages: one message up or down'],
    [['Home', 'End'], 'In the messages: the oldest loaded, the newest'],
    [['Page Up', 'Page Down'], 'In the messages: one screen up or down'],
    [['?'], 'This list'],
  ],

  failed: 'That did not work. Please try again.',
  unreachable: 'The server cannot be reached. Please try again.',
};
