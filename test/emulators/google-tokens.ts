import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import * as z from 'zod';

const Address = z.object({ port: z.number() });
const HOUR_SECONDS = 3_600;

export const AUDIENCE = 'https://worker.example/pubsub/predict';
export const PUSHER = 'push@tipoff-test.iam.gserviceaccount.com';

interface GoogleTokens {
  /** Where the certificates are. */
  readonly certificatesUrl: string;
  /** A token of the pusher that is valid for an hour, with other claims where given. */
  token(claims?: Readonly<Record<string, unknown>>, keyId?: string): string;
  /** The number of requests for the certificates. */
  fetches(): number;
  /** Sets the status of the answers to requests for the certificates. It is 200 at first. */
  answerWith(status: number): void;
}

/** Signs identity tokens as Google does, and serves the certificates on loopback. Ends with the test. */
export async function googleTokens(): Promise<GoogleTokens> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificates = { k1: publicKey.export({ type: 'spki', format: 'pem' }) };
  let [fetches, status] = [0, 200];
  const server = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' });
    response.end(JSON.stringify(certificates));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    certificatesUrl: `http://127.0.0.1:${Address.parse(server.address()).port}/certs`,
    fetches: () => fetches,
    answerWith: (given) => {
      status = given;
    },
    token(claims = {}, kid = 'k1') {
      const now = Math.floor(Date.now() / 1_000);
      const times = { iat: now, exp: now + HOUR_SECONDS };
      const caller = { aud: AUDIENCE, email: PUSHER, email_verified: true, sub: '1' };
      const payload = { iss: 'https://accounts.google.com', ...times, ...caller, ...claims };
      const signed = [{ alg: 'RS256', kid, typ: 'JWT' }, payload].map(encoded).join('.');
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`;
    },
  };
}

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
