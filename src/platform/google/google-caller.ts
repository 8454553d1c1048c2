import { OAuth2Client, type TokenPayload } from 'google-auth-library';
import type { CallerVerdict, TrustedCaller } from '../trusted-caller.ts';
import { Unavailable } from '../unavailable.ts';

const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];
/** The three parts of a JSON Web Token, each in base64url. */
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** For one attempt. The client makes up to three. */
const CERTIFICATES_WITHIN_MS = 2_000;

interface GoogleCallerOptions {
  /** The audience that the caller requests its tokens for. */
  readonly audience: string;
  /** The address of the caller's service account. */
  readonly serviceAccount: string;
  /** The URL of the certificates with which Google signs tokens. The default is Google's. */
  readonly certificatesUrl?: string;
}

/**
 * A service account that proves its identity with a token of Google, as Pub/Sub and Cloud Scheduler do. The certificates
 * are kept as long as Google allows it. `google-auth-library` verifies signature, times, issuer and audience. It has no check of
 * the address, so the address is compared here.
 */
export function googleCaller({ audience, serviceAccount, certificatesUrl }: GoogleCallerOptions): TrustedCaller {
  const client = new OAuth2Client({
    transporterOptions: { timeout: CERTIFICATES_WITHIN_MS },
    ...(certificatesUrl === undefined ? {} : { endpoints: { oauth2FederatedSignonPemCertsUrl: certificatesUrl } }),
  });
  const certificates = sharedFetch(async () => (await client.getFederatedSignonCertsAsync()).certs);
  return {
    async check(token) {
      if (!TOKEN.test(token)) return { type: 'invalid' };
      const known = await certificates().catch((error: unknown) => {
        throw new Unavailable('The list of certificates of Google', error);
      });
      const payload = await client
        .verifySignedJwtWithCertsAsync(token, known, audience, ISSUERS)
        .then((ticket) => ticket.getPayload())
        // The errors of the library contain the token, so they are not passed on.
        .catch(() => undefined);
      return payload === undefined ? { type: 'invalid' } : verdictOn(payload, serviceAccount);
    },
  };
}

function verdictOn({ email, email_verified }: TokenPayload, serviceAccount: string): CallerVerdict {
  if (email === undefined || email_verified !== true) return { type: 'stranger', email: null };
  return email === serviceAccount ? { type: 'trusted' } : { type: 'stranger', email };
}

/** Lets calls that arrive during a fetch share its result, so that a burst of requests fetches once. */
function sharedFetch<T>(fetch: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= fetch().finally(() => {
      running = undefined;
    });
    return running;
  };
}
