import { PageEvent } from '../../page-protocol.ts';
import { retryDelayMs } from '../model/retry-delay.ts';

export interface LiveHandlers {
  /** The connection stands; what happened before it is not told. */
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onEvent: (event: PageEvent) => void;
}

/** Keeps a connection to the workspace, a new one after each that broke. Returns what ends it. */
export function connectLive(handlers: LiveHandlers): () => void {
  let attempt = 0;
  let socket: WebSocket | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    clearTimeout(retry);
    const opened = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/page/live`);
    socket = opened;
    opened.addEventListener('open', () => {
      attempt = 0;
      handlers.onOpen();
    });
    opened.addEventListener('message', ({ data }) => tell(data, handlers));
    opened.addEventListener('close', () => {
      if (socket !== opened) return;
      handlers.onLost();
      retry = setTimeout(connect, retryDelayMs(attempt));
      attempt += 1;
    });
  };
  const hurry = () => {
    if (socket?.readyState === WebSocket.CLOSED) connect();
  };
  addEventListener('online', hurry);
  connect();
  return () => {
    removeEventListener('online', hurry);
    clearTimeout(retry);
    const last = socket;
    socket = null;
    last?.close();
  };
}

/** An event of a kind this page does not know is one it has no place to show. */
function tell(data: unknown, { onEvent }: LiveHandlers): void {
  const event = PageEvent.safeParse(JSON.parse(String(data)));
  if (event.success) onEvent(event.data);
}
