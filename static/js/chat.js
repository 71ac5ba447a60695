// The chat page: creates the models and their views, and connects them to the server.
import './lib/bfcache.js';
import { Storage } from './lib/storage.js';
import { announce } from './lib/dom.js';
import { oneLine } from './lib/text.js';
import { words } from './lib/words.js';
import { Conversations } from './model/conversations.js';
import { Drafts } from './model/drafts.js';
import { Members } from './model/members.js';
import { Messenger } from './model/messenger.js';
import { OutboxStore } from './model/outbox-store.js';
import { Outbox } from './model/outbox.js';
import { People } from './model/people.js';
import { Reading } from './model/reading.js';
import { Rooms } from './model/rooms.js';
import { Sync } from './model/sync.js';
import { Typing } from './model/typing.js';
import { Watching } from './model/watching.js';
import { Api } from './net/api.js';
import { Session } from './net/session.js';
import { Socket } from './net/socket.js';
import { reportActivity } from './view/activity.js';
import { ConnectionNotice } from './view/connection-notice.js';
import { ConversationView } from './view/conversation-view.js';
import { GroupDialogs } from './view/group-dialogs.js';
import { showHelp } from './view/help-dialog.js';
import { Keyboard } from './view/keyboard.js';
import { Logout } from './view/logout.js';
import { Notifications } from './view/notifications.js';
import { Router } from './view/router.js';
import { SettingsMenu } from './view/settings-menu.js';
import { Sidebar } from './view/sidebar.js';
import { Splitter } from './view/splitter.js';
import { Subjects } from './view/subject.js';
import { Switcher } from './view/switcher.js';
import { Title } from './view/title.js';

const { userId, username, product } = document.body.dataset;
const me = { id: Number(userId), username };
const storage = new Storage(me.id);
const session = new Session();

const api = new Api(() => session.ended());
const socketAddress = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/ws`;
const socket = new Socket(socketAddress, () => api.get('/users', { limit: 1 }).catch(() => {}));
const transmit = (name, data) => socket.send(name, data);

const models = {};
models.router = new Router();
models.people = new People(api, me);
models.rooms = new Rooms(api, me.id);
models.outbox = new Outbox(new OutboxStore(me.id), transmit);
models.typing = new Typing(transmit);
models.watching = new Watching(transmit);
models.reading = new Reading(models.rooms, transmit);
models.drafts = new Drafts(storage);
models.members = new Members(api, models.people);
models.subjects = new Subjects(models.people, models.rooms);
models.sync = new Sync(api, models.rooms, (messages) => messenger.learn(messages));
models.conversations = new Conversations((conversation) => conversation.key === view.key && models.sync.catchUpSoon(conversation));
const messenger = new Messenger(models);

/** Settles when the first page of the rooms is loaded, or loading failed. */
const roomsLoaded = new Promise((resolve) => models.rooms.on('loaded', resolve));
models.roomsLoaded = () => roomsLoaded;

const dialogs = new GroupDialogs(api, models);
const view = new ConversationView(models, dialogs);
const sidebar = new Sidebar(api, models, storage, loadRooms);
const notifications = new Notifications(models, storage, product);

async function loadRooms() {
  try {
    await models.rooms.load();
    models.reading.resend();
  } catch {
    models.rooms.emit('loaded');
    sidebar.roomsFailed();
  }
}

function listenToSocket() {
  let opened = false;
  socket.on('event', (event) => messenger.handle(event));
  socket.on('ended', (reason) => session.ended(reason));
  socket.on('restored', () => location.reload());
  socket.on('state', (state) => {
    if (state === 'open') {
      onConnected(opened);
      opened = true;
    } else {
      models.outbox.disconnected();
      models.typing.forget();
    }
  });
}

/** Reads missed changes only after the socket has opened, so that none is lost in between. */
function onConnected(isReconnection) {
  // Another account has logged in with this browser.
  if (socket.user && socket.user.id !== me.id) {
    location.reload();
    return;
  }
  models.watching.connected();
  models.outbox.connected();
  models.conversations.markAllStale();
  view.refresh();
  loadRooms();
  if (isReconnection) sidebar.refresh();
}

function listenToMessages() {
  messenger.on('arrived', ({ key, message }) => {
    const isFocused = !document.hidden && document.hasFocus();
    if (!isFocused) view.arrivedUnseen(key, message.seq);
    if (document.hidden || (!isFocused && key !== view.key)) notifications.show(key, message);
    if (isFocused && key === view.key) {
      announce(words.announce(models.people.name(message.sender_id), oneLine(message.message_content)));
    }
  });
  messenger.on('membership', (key) => models.members.of(key) && models.members.load(key).catch(() => {}));
}

/** A phone's keyboard covers the page without changing the layout, so the page is resized here. */
function resizeForPhoneKeyboard() {
  visualViewport?.addEventListener('resize', () => {
    // Zooming by a pinch also resizes the viewport, but must not change the layout.
    if (visualViewport.scale === 1) document.body.style.setProperty('--app-height', `${visualViewport.height}px`);
  });
}

// Sends the last read marks before the page closes.
addEventListener('pagehide', () => models.reading.flush());
listenToSocket();
listenToMessages();
resizeForPhoneKeyboard();
reportActivity(transmit);
new ConnectionNotice(socket);
new Splitter(storage);
new SettingsMenu(notifications, showHelp);
new Title(models, product);
new Logout(models.outbox, session);
models.outbox.load();
socket.start();
// The rooms are loaded once the socket opens, or after this delay if it is slow.
setTimeout(() => socket.state === 'open' || loadRooms(), 400);
models.router.start();
view.start();
sidebar.start();
new Keyboard({ models, sidebar, view, switcher: new Switcher(api, models) });
