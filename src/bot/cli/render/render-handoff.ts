import type { ProvedClaim } from '../../../coordination/handoffs/handoff.ts';
import { movedName } from '../../../operations/handoff/handoff-text.ts';
import { leagueDay } from '../../../operations/kit/league-time.ts';
import type { ReplyData } from '../../../operations/registry.ts';
import { holdingName } from '../../../operations/session/holdings-text.ts';
import { escapeUnprintable } from '../../../platform/printable.ts';

type HandoffReply = ReplyData<'handoff accept' | 'handoff offer' | 'handoff show'>;

/** Renders a handoff: the state of the work, each claim with its proof and what was compared, what is open and what is held. */
export function renderHandoff(data: HandoffReply): string {
  const { about, done, open, ruled_out, next_command, holds, moved, expires_at, accepted_session } = data;
  const held = accepted_session === null ? holds.map(heldText) : moved.map(movedName);
  return [
    escapeUnprintable(about),
    part('Done', done.map(claimLines)),
    part('Open', open),
    part('Ruled out', ruled_out),
    part('Next command', next_command === null ? [] : [next_command]),
    part(accepted_session === null ? 'Held at the offer' : 'Moved', held),
    accepted_session === null ? `The offer lasts until ${leagueDay(expires_at)}.` : '',
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Renders the claims of a file with their verdicts now, and those that the file states if they differ. */
export function renderImport({ done }: ReplyData<'handoff import'>): string {
  return done
    .map((claim) => {
      const differs = claim.stated === claim.verdict ? '' : ` (the file says ${claim.stated})`;
      return `line ${claim.line}: ${claimLines(claim)}${differs}`;
    })
    .join('\n');
}

function part(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [title, ...items.map((item) => `  ${item}`)].join('\n');
}

function claimLines({ verdict, claim, proof, compared }: ProvedClaim): string {
  const [text, command, found] = [claim, proof, compared].map(escapeUnprintable);
  return `${verdict}: ${text}\n      tipoff ${command}\n      ${found}`;
}

function heldText({ until, ...holding }: HandoffReply['holds'][number]): string {
  return `${holdingName(holding)}${until === null ? '' : ` until ${leagueDay(until)}`}`;
}
