import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Stats } from 'node:fs';
import { chmod, readFile, stat } from 'node:fs/promises';
import * as z from 'zod';
import type { AuditSigner } from '../audit-signer.ts';
import { assertReadable, fileFault } from '../file-fault.ts';
import { Problem } from '../problem.ts';
import { createFileOnce } from './create-file-once.ts';

const PEM_BLOCK = /-----BEGIN (PRIVATE|PUBLIC) KEY-----[^-]+-----END \1 KEY-----/g;
const SIGNATURE = /^([0-9a-f]{16}):([A-Za-z0-9_-]{86})$/;
const KEY_ID_DIGITS = 16;
const OTHERS_MAY_ACCESS = 0o077;
const OTHERS_MAY_WRITE = 0o022;
const ONLY_THIS_USER = 0o600;
/** The user id of root, to whom a mounted secret belongs. */
const ADMINISTRATOR = 0;
const MAX_BYTES = 1024 * 1024;

const Absent = z.object({ code: z.literal('ENOENT') });

interface SigningKey {
  readonly id: string;
  readonly key: KeyObject;
}

interface Keys {
  /** The key that signs; undefined when the key file holds only public keys. */
  readonly signing: SigningKey | undefined;
  /** The public keys whose signatures are trusted, by their ids. */
  readonly trusted: ReadonlyMap<string, KeyObject>;
}

/**
 * A signer that uses Ed25519 and a key file in PEM form. The file holds one private key, which signs, and any number of public keys, whose
 * signatures are also trusted. The public key of a replaced private key keeps its signatures valid. The first use creates the file.
 */
export function keyFileSigner(path: string): AuditSigner {
  let loaded: Keys | undefined;

  async function signingKey(): Promise<SigningKey> {
    loaded ??= (await readKeys(path)) ?? (await createKeys(path));
    if (loaded.signing === undefined) throw unusable(path, 'holds no private key, so it can only verify');
    return loaded.signing;
  }

  return {
    prepare: async () => {
      await signingKey();
    },
    sign: async (text) => {
      const { id, key } = await signingKey();
      return `${id}:${sign(null, Buffer.from(text), key).toString('base64url')}`;
    },
    verify: async (text, signature) => {
      loaded ??= await readKeys(path);
      const [, id, bytes] = SIGNATURE.exec(signature) ?? [];
      if (id === undefined || bytes === undefined) return 'forged';
      const key = loaded?.trusted.get(id);
      if (key === undefined) return 'unknown-key';
      return verify(null, Buffer.from(text), key, Buffer.from(bytes, 'base64url')) ? 'valid' : 'forged';
    },
  };
}

async function createKeys(path: string): Promise<Keys> {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    await createFileOnce(path, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  } catch (error) {
    throw unusable(path, `cannot be created (${fileFault(error)})`, error);
  }
  const keys = await readKeys(path);
  if (keys === undefined) throw unusable(path, 'was removed while Tipoff created it');
  return keys;
}

/**
 * Reads the signer's key file. Resolves to undefined when the file does not exist. If other users of this machine may
 * read the file, its access is restricted to its owner.
 */
async function readKeys(path: string): Promise<Keys | undefined> {
  try {
    const found = await stat(path);
    assertReadable(found, MAX_BYTES);
    // A key file that is a mounted secret belongs to another user and is read-only, so its mode cannot be changed.
    if ((found.mode & OTHERS_MAY_ACCESS) !== 0) await chmod(path, ONLY_THIS_USER).catch(() => undefined);
    refuseForeign(path, await stat(path));
    return parseKeys(path, await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (Absent.safeParse(error).success) return undefined;
    throw unusable(path, `cannot be read (${fileFault(error)})`, error);
  }
}

/**
 * Throws a `Problem` for a key file that another user of this machine could replace: the file belongs to somebody
 * other than this user and the administrator, or others may write to it.
 */
function refuseForeign(path: string, { uid, mode }: Pick<Stats, 'uid' | 'mode'>): void {
  const own = process.getuid?.();
  if (own === undefined) return;
  if (uid !== own && uid !== ADMINISTRATOR) throw unusable(path, `belongs to another user (UID ${uid})`);
  if ((mode & OTHERS_MAY_WRITE) !== 0) throw unusable(path, 'can be changed by other users');
}

function parseKeys(path: string, pem: string): Keys {
  const blocks = [...pem.matchAll(PEM_BLOCK)].map(([block]) => ed25519Key(path, block));
  const [signing, second] = blocks.filter(({ type }) => type === 'private');
  if (blocks.length === 0) throw unusable(path, 'holds no key in PEM form');
  if (second !== undefined)
    throw unusable(path, 'holds two private keys. Keep one private key, and replace the other by its public key');
  const trusted = new Map(blocks.map(publicKeyOf).map((key) => [keyId(key), key]));
  return { trusted, signing: signing && { id: keyId(publicKeyOf(signing)), key: signing } };
}

function ed25519Key(path: string, block: string): KeyObject {
  try {
    const key = block.includes('PRIVATE') ? createPrivateKey(block) : createPublicKey(block);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    throw unusable(path, 'holds a damaged key', error);
  }
  throw unusable(path, 'holds a key that is not an Ed25519 key');
}

function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'private' ? createPublicKey(key) : key;
}

/** Returns the id of a public key, which is the first digits of its SHA-256 hash. */
function keyId(publicKey: KeyObject): string {
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex').slice(0, KEY_ID_DIGITS);
}

function unusable(path: string, state: string, cause?: unknown): Problem {
  const message = `The audit key ${path} ${state}, so no change can be signed. Put the right key there, or set TIPOFF_AUDIT_KEY to the path of a key file that this user can read.`;
  return new Problem({ code: 'audit_key_unusable', message, cause });
}
