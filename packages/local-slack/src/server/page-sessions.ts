import { createHash, timingSafeEqual } from 'node:crypto';
import { newToken } from '../identifiers.ts';

/** One browser that was let in, and whom it acts as. */
export interface PageSession {
  user: string;
}

/** Who may see the page: a printed key is exchanged once for a cookie. Both are random and end with this start. */
export interface PageSessions {
  newKey(): string;
  /** The value of the cookie, or undefined for a key that is unknown or used. */
  exchange(key: string): string | undefined;
  /** The session whose cookie a request carries. */
  of(cookieHeader: string | undefined): PageSession | undefined;
  /** A cookie for this port alone: cookies of one host are shared by its ports. */
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
