import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmod, chown, mkdir, mkdtempDisposable, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from 'vitest';
import { keyFileSigner } from '#src/platform/embedded/key-file-signer.ts';

const ONLY_THIS_USER = 0o600;
const EVERYBODY_MAY_READ = 0o644;
const ANOTHER_USER = 12_345;
const MODE_BITS = 0o777;

const test = base.extend<{ path: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures it needs from this pattern
  path: async ({}, use) => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'tipoff-key-'));
    await use(join(folder.path, 'keys', 'audit.key'));
  },
});

function pem(key: KeyObject): string {
  return String(key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }));
}

const publicPem = (privatePem: string) => pem(createPublicKey(privatePem));

test('a signature is valid for its text only, in every process with the key', async ({ path }) => {
  const signature = await keyFileSigner(path).sign('one');
  expect(await keyFileSigner(path).verify('one', signature)).toBe('valid');
  expect(await keyFileSigner(path).verify('two', signature)).toBe('forged');
  expect(await keyFileSigner(path).verify('one', `${signature.slice(0, -4)}AAAA`)).toBe('forged');
  expect(await keyFileSigner(path).verify('one', 'not a signature')).toBe('forged');
});

test('the key is created once, for this user only, also by processes that start together', async ({ path }) => {
  const signers = Array.from({ length: 8 }, () => keyFileSigner(path));
  const signatures = await Promise.all(signers.map((signer) => signer.sign('one')));
  for (const signature of signatures) expect(await keyFileSigner(path).verify('one', signature)).toBe('valid');
  expect((await stat(path)).mode & MODE_BITS).toBe(ONLY_THIS_USER);
  expect(await readdir(join(path, '..'))).toEqual(['audit.key']);
});

test.runIf(process.getuid?.() === 0)(
  'a key file of another user is refused, because that user could replace it',
  async ({ path }) => {
    await keyFileSigner(path).sign('one');
    await chown(path, ANOTHER_USER, ANOTHER_USER);
    await expect(keyFileSigner(path).sign('one')).rejects.toThrow('belongs to another user (UID 12345)');
  },
);

test('verifying creates no key', async ({ path }) => {
  const verdict = await keyFileSigner(path).verify('one', `${'0'.repeat(16)}:${'A'.repeat(86)}`);
  expect(verdict).toBe('unknown-key');
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('a public key suffices to verify, and does not sign', async ({ path }) => {
  const signature = await keyFileSigner(path).sign('one');
  const verifier = join(path, '..', 'verifier.key');
  await writeFile(verifier, publicPem(await readFile(path, 'utf8')));
  expect(await keyFileSigner(verifier).verify('one', signature)).toBe('valid');
  await expect(keyFileSigner(verifier).sign('one')).rejects.toThrow('holds no private key');
});

test('after a replacement, the public key of the earlier one keeps its signatures valid', async ({ path }) => {
  const signature = await keyFileSigner(path).sign('one');
  const replaced = await readFile(path, 'utf8');
  await writeFile(path, pem(generateKeyPairSync('ed25519').privateKey) + publicPem(replaced));
  const signer = keyFileSigner(path);
  expect(await signer.verify('one', signature)).toBe('valid');
  expect(await signer.verify('one', await signer.sign('one'))).toBe('valid');
});

test('a key that others may read is taken from them', async ({ path }) => {
  await keyFileSigner(path).prepare();
  await chmod(path, EVERYBODY_MAY_READ);
  await keyFileSigner(path).prepare();
  expect((await stat(path)).mode & MODE_BITS).toBe(ONLY_THIS_USER);
});

test.for([
  ['an empty file', '', 'holds no key in PEM form'],
  ['a damaged key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', 'holds a damaged key'],
  ['a key of another kind', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), 'not an Ed25519 key'],
  [
    'two private keys',
    [1, 2].map(() => pem(generateKeyPairSync('ed25519').privateKey)).join(''),
    'holds two private keys',
  ],
])('%s is refused with the path and the way out', async ([, content, state], { path }) => {
  await keyFileSigner(path).prepare();
  await writeFile(path, content ?? '');
  const refused = expect.objectContaining({
    code: 'audit_key_unusable',
    message: expect.stringContaining(state ?? ''),
  });
  await expect(keyFileSigner(path).sign('one')).rejects.toEqual(refused);
  await expect(keyFileSigner(path).sign('one')).rejects.toThrow(path);
  await expect(keyFileSigner(path).sign('one')).rejects.toThrow('TIPOFF_AUDIT_KEY');
});

test('a folder or a pipe in the place of the key is refused without reading it', async ({ path }) => {
  await mkdir(path, { recursive: true });
  await expect(keyFileSigner(path).sign('one')).rejects.toThrow('cannot be read (it is a folder)');
  await rmdir(path);
  execFileSync('mkfifo', [path]);
  await expect(keyFileSigner(path).sign('one')).rejects.toThrow(
    'cannot be read (it is a device or a pipe, not a file)',
  );
});
