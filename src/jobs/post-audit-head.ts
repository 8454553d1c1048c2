import { type AnnouncedHeads, announceHeads } from '../coordination/audit/announce-heads.ts';
import type { Job } from '../operations/app.ts';
import { gameDateOf } from '../pipeline/dates/game-date.ts';

const HOURS_MS = 60 * 60_000;

/** Posts the audit heads to the channel. Somebody who can change the store cannot change them there. */
export const postAuditHead: Job = {
  name: 'post-audit-head',
  summary: 'Post the newest audit hashes, which prove later that nobody rewrote the audit.',
  due: ['0 12 * * *'],
  catchUpWithinMs: 20 * HOURS_MS,
  async run({ store }, due) {
    const date = gameDateOf(due);
    return sentence(await announceHeads(store, date), date);
  },
};

function sentence(announced: AnnouncedHeads, date: string): string {
  switch (announced) {
    case 'posted':
      return `Posted the audit hashes of ${date}.`;
    case 'already-posted':
      return `The audit hashes of ${date} are already in the channel.`;
    case 'unchanged':
      return 'The audit has no new records in the last day.';
  }
}
