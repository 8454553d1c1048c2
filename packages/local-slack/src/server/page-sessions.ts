import { createHash, timingSafeEqual } from 'node:crypto';
import { newToken } from '../identifiers.ts';

/** A signed-in browser and the user it acts as. */
export interface PageSession {
  user: string;
}

/**
 * Controls access to the page. A browser exchanges the key in the printed URL for a cookie. Each key works once. Keys
 * and cookies are random and valid until the workspace stops.
 */
export interface PageSessions {
  newKey(): string;
  /** Exchanges a key for a new cookie and returns its value. Returns undefined for an unknown or used key. */
  exchange(key: string): string | undefined;
  /** Finds the session that a request's cookie belongs to. */
  of(cookieHeader: string | undefined): PageSession | undefined;
  /**
   * Returns the Set-Cookie header. The cookie's name contains the port, because all ports of a host share their
   * cookies.
   */
  setCookie(value: string): string;
}

export function pageSessions(port: number, firstUser: string): PageSessions {
  const keys = new Set<string>();
  const sessions = new Map<string, PageSession>();
  const cookieName = `slack_workspace_${port}`;

  return {
    newKey: () => {
      const key = newToken('');
      keys.add(digest(key));
      return key;
    },
    exchange: (key) => {
      if (!keys.delete(digest(key))) return;
      const value = newToken('');
      sessions.set(digest(value), { user: firstUser });
      return value;
    },
    of: (cookieHeader) => {
      const value = cookieIn(cookieHeader ?? '', cookieName);
      if (value === undefined) return;
      const wanted = digest(value);
      return [...sessions].find(([known]) => timingSafeEqual(Buffer.from(known), Buffer.from(wanted)))?.[1];
    },
    setCookie: (value) => `${cookieName}=${value}; HttpOnly; SameSite=Strict; Path=/`,
  };
}

function cookieIn(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
