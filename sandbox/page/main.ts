import { Acts } from './acts.js';
import { ApiError, api, listen } from './api.js';
import { ChannelView } from './channel-view.js';
import { ClockBar } from './clock-bar.js';
import { Composer } from './composer.js';
import { HomeView } from './home-view.js';
import { Layout } from './layout.js';
import { Modal } from './modal.js';
import { Sidebar } from './sidebar.js';
import { Store } from './store.js';
import { Sync } from './sync.js';
import { startTheme } from './theme.js';
import type { Workspace } from './wire.js';
import { WorldView } from './world-view.js';

const store = new Store();
const sync = new Sync(store);
const acts = new Acts(store, sync);

startTheme();
new Layout(store, acts);
new Sidebar(store, acts);
new ChannelView(store, acts);
new HomeView(store, acts);
new Composer(store, acts);
new ClockBar(store, acts);
new WorldView(store);
new Modal(store, acts);

/** Snider in #epics, where there is such a person and such a channel. */
function firstPlace({ users, channels }: Workspace): { user: string; channel: string } {
  const people = users.filter((user) => !user.isBot && !user.deleted);
  const user = people.find(({ name }) => name.toLowerCase() === 'snider') ?? people[0];
  const channel = channels.find(({ name }) => name === 'epics') ?? channels[0];
  return { user: user?.id ?? '', channel: channel?.id ?? '' };
}

try {
  const workspace = await api.workspace();
  store.update({ workspace, ...firstPlace(workspace) });
  await sync.load('clock', 'messages', 'views', 'world');
} catch (error) {
  store.update({ notice: error instanceof ApiError ? error.message : String(error) });
}

sync.watch();
listen(
  (change) => sync.changed(change),
  (isConnected) => {
    // Whatever happened while the connection was down was not told.
    if (isConnected && !store.state.isConnected) void sync.all();
    store.update({ isConnected });
  },
);
