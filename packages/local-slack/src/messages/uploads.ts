import type { Clock } from '../clock.ts';

const LIFETIME_MS = 10 * 60_000;

/** An upload that is not completed yet. */
interface Upload {
  readonly name: string;
  readonly length: number;
  readonly at: number;
  readonly bytes?: Uint8Array;
}

/** The uploads that are not completed yet. */
export interface Uploads {
  begin(fileId: string, file: { readonly name: string; readonly length: number }): void;
  /** Stores the bytes of an upload. An upload accepts its bytes only once. */
  receive(fileId: string, bytes: Uint8Array): 'kept' | 'unknown' | 'wrong length';
  /** Removes and returns an upload whose bytes have arrived. Returns undefined for an incomplete or unknown upload. */
  take(fileId: string): (Upload & { readonly bytes: Uint8Array }) | undefined;
}

export function uploads(clock: Clock): Uploads {
  const pending = new Map<string, Upload>();

  function forgetOld(): void {
    for (const [id, { at }] of pending) if (clock.now() - at > LIFETIME_MS) pending.delete(id);
  }

  return {
    begin: (fileId, file) => {
      forgetOld();
      pending.set(fileId, { ...file, at: clock.now() });
    },
    receive: (fileId, bytes) => {
      const upload = pending.get(fileId);
      if (upload === undefined || upload.bytes !== undefined) return 'unknown';
      if (upload.length !== bytes.length) return 'wrong length';
      pending.set(fileId, { ...upload, bytes });
      return 'kept';
    },
    take: (fileId) => {
      const upload = pending.get(fileId);
      if (upload?.bytes === undefined) return;
      pending.delete(fileId);
      return { ...upload, bytes: upload.bytes };
    },
  };
}
