import { PageEvent } from '../../page-protocol.ts';
import { retryDelayMs } from '../model/retry-delay.ts';
import { actingAs } from './acting-as.ts';

export interface LiveHandlers {
  /**
   * Called whenever the live connection to the server opens. The page then reloads its state, because it may have
   * missed events.
   */
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onEvent: (event: PageEvent) => void;
}

export interface LiveConnection {
  /** Ends the connection and opens one for the user that the tab acts as now. */
  reconnect(): void;
  close(): void;
}

/** Keeps a live connection to the workspace and reconnects when it breaks. */
export function connectLive(handlers: LiveHandlers): LiveConnection {
  let attempt = 0;
  let socket: WebSocket | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    clearTimeout(retry);
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const opened = new WebSocket(`${scheme}://${location.host}/page/live?${actingAs()}`);
    socket = opened;
    opened.addEventListener('open', () => {
      if (socket !== opened) return;
      attempt = 0;
      handlers.onOpen();
    });
    opened.addEventListener('message', ({ data }) => socket === opened && dispatch(data, handlers));
    opened.addEventListener('close', () => {
      if (socket !== opened) return;
      handlers.onLost();
      retry = setTimeout(connect, retryDelayMs(attempt));
      attempt += 1;
    });
  };
  const reconnectNow = () => {
    if (socket?.readyState === WebSocket.CLOSED) connect();
  };
  addEventListener('online', reconnectNow);
  connect();
  const end = () => {
    clearTimeout(retry);
    const last = socket;
    socket = null;
    last?.close();
  };
  return {
    reconnect: () => {
      end();
      connect();
    },
    close: () => {
      removeEventListener('online', reconnectNow);
      end();
    },
  };
}

/** Calls the handler of a live event. Events of unknown types are ignored. */
function dispatch(data: unknown, { onEvent }: LiveHandlers): void {
  const event = PageEvent.safeParse(JSON.parse(String(data)));
  if (event.success) onEvent(event.data);
}
