import type { Clock } from '../clock.ts';

const LIVES_MS = 10 * 60_000;

/** An upload between its address and its completion. */
interface Upload {
  readonly name: string;
  readonly length: number;
  readonly at: number;
  readonly bytes?: Uint8Array;
}

/** Files that were announced, and perhaps sent, but not completed. */
export interface Uploads {
  begin(fileId: string, file: { readonly name: string; readonly length: number }): void;
  /** The bytes of an announced file, once. */
  receive(fileId: string, bytes: Uint8Array): 'kept' | 'unknown' | 'wrong length';
  /** An upload that has arrived; it is then no longer under way. */
  take(fileId: string): (Upload & { readonly bytes: Uint8Array }) | undefined;
}

export function uploads(clock: Clock): Uploads {
  const underWay = new Map<string, Upload>();

  function forgetOld(): void {
    for (const [id, { at }] of underWay) if (clock.now() - at > LIVES_MS) underWay.delete(id);
  }

  return {
    begin: (fileId, file) => {
      forgetOld();
      underWay.set(fileId, { ...file, at: clock.now() });
    },
    receive: (fileId, bytes) => {
      const upload = underWay.get(fileId);
      if (upload === undefined || upload.bytes !== undefined) return 'unknown';
      if (upload.length !== bytes.length) return 'wrong length';
      underWay.set(fileId, { ...upload, bytes });
      return 'kept';
    },
    take: (fileId) => {
      const upload = underWay.get(fileId);
      if (upload?.bytes === undefined) return;
      underWay.delete(fileId);
      return { ...upload, bytes: upload.bytes };
    },
  };
}
