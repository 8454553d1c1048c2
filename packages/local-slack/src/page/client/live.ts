import { PageEvent } from '../../page-protocol.ts';
import { retryDelayMs } from '../model/retry-delay.ts';

export interface LiveHandlers {
  /**
   * Called whenever the live connection to the server opens. The page then reloads its state, because it may have
   * missed events.
   */
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onEvent: (event: PageEvent) => void;
}

/** Keeps a live connection to the workspace and reconnects when it breaks. Returns a function that closes it. */
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
    opened.addEventListener('message', ({ data }) => dispatch(data, handlers));
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
  return () => {
    removeEventListener('online', reconnectNow);
    clearTimeout(retry);
    const last = socket;
    socket = null;
    last?.close();
  };
}

/** Calls the handler of a live event. Events of unknown types are ignored. */
function dispatch(data: unknown, { onEvent }: LiveHandlers): void {
  const event = PageEvent.safeParse(JSON.parse(String(data)));
  if (event.success) onEvent(event.data);
}
