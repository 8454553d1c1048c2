import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { LocalSlackError } from '../local-slack-error.ts';
import { type SignedHttpSettings, signedHttp } from './signed-http.ts';

const Echo = z.union([z.object({ challenge: z.string() }), z.object({ text: z.string() })]);

/**
 * Sends a challenge to a request URL and checks that the app returns it, as Slack does before it accepts the URL.
 * Throws `LocalSlackError` `url_not_verified`.
 */
export async function verifyRequestUrl(settings: SignedHttpSettings, token: string): Promise<void> {
  const challenge = randomBytes(32).toString('hex');
  const payload = { token, type: 'url_verification', challenge };
  const delivered = await signedHttp({ ...settings, copies: () => 1 })({ kind: 'events_api', payload });
  const echo = Echo.safeParse(delivered.kind === 'acknowledged' ? delivered.payload : undefined);
  const given = echo.success && ('challenge' in echo.data ? echo.data.challenge : echo.data.text);
  if (given === challenge) return;
  const message = `${settings.requestUrl} did not answer Slack's challenge. Check that the app listens there and uses this signing secret.`;
  throw new LocalSlackError({ code: 'url_not_verified', message });
}
