import { expect, it } from 'vitest';
import { googleCaller } from '#src/platform/google/google-caller.ts';
import { Unavailable } from '#src/platform/unavailable.ts';
import { AUDIENCE, googleTokens, PUSHER } from '#test/emulators/google-tokens.ts';

const CALLER = { audience: AUDIENCE, serviceAccount: PUSHER };

it('trusts the token of the service account for the audience', async () => {
  const { token, certificatesUrl } = await googleTokens();
  expect(await googleCaller({ ...CALLER, certificatesUrl }).check(token())).toEqual({ type: 'trusted' });
});

it.for([
  ['for another audience', { aud: 'https://elsewhere.example' }],
  ['without an audience', { aud: undefined }],
  ['from another issuer', { iss: 'https://evil.example' }],
  ['that has expired', { iat: 1, exp: 2 }],
  ['without an end', { exp: undefined }],
] as const)('a token %s is invalid', async ([, claims]) => {
  const { token, certificatesUrl } = await googleTokens();
  expect(await googleCaller({ ...CALLER, certificatesUrl }).check(token(claims))).toEqual({ type: 'invalid' });
});

it('a token with a changed signature, an unknown key or no signature is invalid', async () => {
  const { token, certificatesUrl } = await googleTokens();
  const { check } = googleCaller({ ...CALLER, certificatesUrl });
  const [head = '', payload = ''] = token().split('.');
  const unsigned = Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url');
  const forged = [
    `${token().slice(0, -8)}AAAAAAAA`,
    token({}, 'k9'),
    `${unsigned}.${payload}.AAAA`,
    `${head}.${payload}.`,
  ];
  expect(await Promise.all(forged.map(check))).toEqual(forged.map(() => ({ type: 'invalid' })));
});

it.for([
  ['another address', { email: 'evil@p.iam.gserviceaccount.com' }, 'evil@p.iam.gserviceaccount.com'],
  ['an address that is not verified', { email_verified: false }, null],
  ['an address with the text "true" for verified', { email_verified: 'true' }, null],
  ['no address', { email: undefined }, null],
] as const)('a valid token with %s is from a stranger', async ([, claims, email]) => {
  const { token, certificatesUrl } = await googleTokens();
  const verdict = await googleCaller({ ...CALLER, certificatesUrl }).check(token(claims));
  expect(verdict).toEqual({ type: 'stranger', email });
});

it('fetches the certificates once for many requests, and not for what is not a token', async () => {
  const { token, certificatesUrl, fetches } = await googleTokens();
  const { check } = googleCaller({ ...CALLER, certificatesUrl });
  expect(await check('tipoff_1_agent')).toEqual({ type: 'invalid' });
  expect(fetches()).toBe(0);
  await Promise.all(Array.from({ length: 20 }, () => check(token())));
  await check(token());
  expect(fetches()).toBe(1);
});

it('cannot check a token while the certificates cannot be fetched, and fetches them at the next request', async () => {
  const { token, certificatesUrl, answerWith } = await googleTokens();
  const { check } = googleCaller({ ...CALLER, certificatesUrl });
  answerWith(404);
  await expect(check(token())).rejects.toThrow(Unavailable);
  answerWith(200);
  expect(await check(token())).toEqual({ type: 'trusted' });
});

it('cannot check a token when nothing listens where the certificates should be', async () => {
  const { token } = await googleTokens();
  const { check } = googleCaller({ ...CALLER, certificatesUrl: 'http://127.0.0.1:1/certs' });
  await expect(check(token())).rejects.toThrow(/^The list of certificates of Google cannot be reached$/);
});
