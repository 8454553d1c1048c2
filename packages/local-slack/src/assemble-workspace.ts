import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from './clock.ts';
import { type Deliveries, deliveries } from './delivery/deliveries.ts';
import { socketMode } from './delivery/socket-mode.ts';
import { eventCallback } from './events.ts';
import { type Faults, faults } from './faults.ts';
import { identifiers, type RandomBytes } from './identifiers.ts';
import { newIdentity } from './identity.ts';
import type { Log } from './log.ts';
import type { Manifest } from './manifest.ts';
import { ephemerals } from './messages/ephemerals.ts';
import { responseUrls } from './messages/response-urls.ts';
import { uploads } from './messages/uploads.ts';
import type { ParsedSeed } from './seed.ts';
import { liveHub } from './server/live-hub.ts';
import { directory } from './store/directory.ts';
import { fileStore } from './store/file-store.ts';
import { homeStore } from './store/home-store.ts';
import { messageStore } from './store/message-store.ts';
import { triggers } from './views/triggers.ts';
import { viewStacks } from './views/view-stacks.ts';
import type { Workspace } from './workspace.ts';

const MS_PER_SECOND = 1_000;

interface WorkspaceParts {
  readonly database: DatabaseSync;
  readonly seed: ParsedSeed;
  readonly manifest: Manifest;
  readonly origin: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly random?: RandomBytes | undefined;
}

/**
 * Assembles the local Slack workspace: its stores, its in-memory state, and the delivery to the app and to browser
 * pages.
 */
export function assembleWorkspace(parts: WorkspaceParts): {
  readonly workspace: Workspace;
  readonly delivery: Deliveries;
} {
  const { database, seed, manifest, origin, clock, log, random = randomBytes } = parts;
  const identity = newIdentity(seed.workspace, manifest);
  const messages = messageStore(database);
  const ids = identifiers({ clock, random, lastTs: messages.lastTs() });
  const live = liveHub();
  const faultState: Faults = faults(() => sockets);
  const sockets = socketMode({
    clock,
    appId: identity.appId,
    newId: ids.newId,
    copies: faultState.copies,
    onConnections: (count) => live.send({ type: 'bot', isConnected: count > 0 }, 'everyone'),
  });
  const delivery = deliveries(sockets.deliver, clock, log);
  const subscribed = new Set(manifest.settings.event_subscriptions.bot_events);
  const nowSeconds = Math.floor(clock.now() / MS_PER_SECOND);
  const workspace: Workspace = {
    ...ids,
    ...{ identity, manifest, clock, log, origin, messages, live, sockets, faults: faultState },
    directory: directory(database, { seed, bot: identity.bot, nowSeconds }),
    homes: homeStore(database),
    files: fileStore(database),
    uploads: uploads(clock),
    ephemerals: ephemerals(),
    responseUrls: responseUrls(clock),
    views: viewStacks(),
    triggers: triggers(clock, ids.newId),
    deliver: delivery.deliver,
    isBotConnected: () => delivery.isByHttp() || sockets.connectionCount() > 0,
    emit: (subscription, event) => {
      if (subscribed.has(subscription)) delivery.events.send(eventCallback({ identity, clock, ...ids }, event));
    },
  };
  return { workspace, delivery };
}
