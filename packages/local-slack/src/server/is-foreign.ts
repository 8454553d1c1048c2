const LOOPBACK_NAMES = ['127.0.0.1', 'localhost'];

export interface Caller {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * Returns whether a request names another host (as after DNS rebinding) or comes from a page of another site. Requests
 * from apps have no Origin header.
 */
export function isForeign({ host, origin }: Caller, port: number, audience: 'pages' | 'apps'): boolean {
  const hosts = LOOPBACK_NAMES.map((name) => `${name}:${port}`);
  if (host === undefined || !hosts.includes(host.toLowerCase())) return true;
  if (origin === undefined) return false;
  return audience === 'apps' || origin !== `http://${host.toLowerCase()}`;
}
