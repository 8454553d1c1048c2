import type { Clock } from './clock.ts';
import type { Deliver } from './delivery/delivery.ts';
import type { SocketMode } from './delivery/socket-mode.ts';
import type { Faults } from './faults.ts';
import type { Identifiers } from './identifiers.ts';
import type { Identity } from './identity.ts';
import type { Log } from './log.ts';
import type { Manifest } from './manifest.ts';
import type { Ephemerals } from './messages/ephemerals.ts';
import type { ResponseUrls } from './messages/response-urls.ts';
import type { Uploads } from './messages/uploads.ts';
import type { LiveHub } from './server/live-hub.ts';
import type { Directory } from './store/directory.ts';
import type { FileStore } from './store/file-store.ts';
import type { HomeStore } from './store/home-store.ts';
import type { MessageStore } from './store/message-store.ts';
import type { Triggers } from './views/triggers.ts';
import type { ViewStacks } from './views/view-stacks.ts';

/** The parts of the workspace that the Web API and the interactions of people need. */
export interface Workspace extends Identifiers {
  readonly identity: Identity;
  readonly manifest: Manifest;
  readonly clock: Clock;
  readonly log: Log;
  /** The server's origin, such as `http://127.0.0.1:54321`. */
  readonly origin: string;
  readonly directory: Directory;
  readonly messages: MessageStore;
  readonly homes: HomeStore;
  readonly files: FileStore;
  readonly uploads: Uploads;
  readonly ephemerals: Ephemerals;
  readonly responseUrls: ResponseUrls;
  readonly views: ViewStacks;
  readonly triggers: Triggers;
  readonly live: LiveHub;
  readonly sockets: SocketMode;
  readonly faults: Faults;
  /** Delivers a command or an interaction and waits for its acknowledgement. */
  readonly deliver: Deliver;
  isBotConnected(): boolean;
  /** Delivers an event, with retries, if the app has subscribed to it. */
  emit(subscription: string, event: Readonly<Record<string, unknown>>): void;
}
