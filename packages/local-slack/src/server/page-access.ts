import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Controls access to the page. A browser exchanges the key in the URL for a cookie. The cookie is derived from the key,
 * so it stays valid when the workspace restarts with the same key.
 */
export interface PageAccess {
  isKey(given: string): boolean;
  /** Returns whether a request has the cookie. */
  admits(cookieHeader: string | undefined): boolean;
  /**
   * The Set-Cookie header. The cookie's name contains the port, because all ports of a host share their cookies.
   */
  readonly setCookie: string;
}

export function pageAccess(port: number, key: string): PageAccess {
  const name = `slack_workspace_${port}`;
  const value = createHmac('sha256', key).update('cookie of the page').digest('base64url');
  return {
    isKey: (given) => isSame(given, key),
    admits: (header) => isSame(cookieIn(header ?? '', name), value),
    setCookie: `${name}=${value}; HttpOnly; SameSite=Strict; Path=/`,
  };
}

function cookieIn(header: string, name: string): string {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1] ?? '';
}

/** Compares two secrets in constant time. */
function isSame(given: string, wanted: string): boolean {
  const [left, right] = [given, wanted].map((text) => createHmac('sha256', wanted).update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
