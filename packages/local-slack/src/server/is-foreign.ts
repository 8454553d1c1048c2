const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'];

export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * Whether a request is addressed to this server by a loopback name (a page whose name was rebound to 127.0.0.1 carries its own name) and no
 * page of another site sent it. `pages` are our own; apps and Slack's libraries send no Origin.
 */
export function isForeign({ host, origin }: Caller, port: number, who: 'pages' | 'apps'): boolean {
  const hosts = LOOPBACK_NAMES.map((name) => `${name}:${port}`);
  if (host === undefined || !hosts.includes(host.toLowerCase())) return true;
  if (origin === undefined) return false;
  return who === 'apps' || origin !== `http://${host.toLowerCase()}`;
}
