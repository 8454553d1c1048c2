import type { Claimant } from '../../coordination/deploy-locks/lock.ts';
import type { Handoff, ProvedClaim } from '../../coordination/handoffs/handoff.ts';
import type { Holding } from '../../coordination/sessions/session-card.ts';
import type { Instant } from '../../platform/instant.ts';
import { claimantName } from '../deploy/lock-facts.ts';
import { leagueDay } from '../kit/league-time.ts';
import { sentenceCase } from '../kit/sentence-case.ts';
import { holdingName } from '../session/holdings-text.ts';
import { CLAIM_COLUMNS, claimCells, DONE_HEADING, NO_CLAIMS } from './claim-table.ts';
import { addresseeName, handoffSentence, sessionOwner, verdictsText } from './handoff-text.ts';

/** The parts of a handoff that are read when it is written down. */
export interface LiveState {
  readonly proved: readonly ProvedClaim[];
  readonly holds: readonly Holding[];
  /** The session that has the work: the one that accepted it, or the one that offers it. */
  readonly owner: Claimant;
  readonly now: Instant;
}

/**
 * Writes a handoff as Markdown. `handoff import` reads the table of what is done: it contains each claim and its proof, so
 * the text for people and the text for programs are the same.
 */
export function handoffMarkdown(handoff: Handoff, { proved, holds, owner, now }: LiveState): string {
  const { from, addressed_to, summary, open, ruled_out, next_command } = handoff;
  const held =
    holds.length === 0 ? 'nothing is held' : `${holds.length} ${holds.length === 1 ? 'thing is' : 'things are'} held`;
  return [
    `# Handoff from ${plain(claimantName(from))}`,
    `**In short:** ${verdictsText(proved)}; ${open.length} open; ${held}. For ${plain(addresseeName(addressed_to))}. Written at ${leagueDay(now)}.`,
    `${plain(handoffSentence(handoff))}`,
    '## State',
    plain(summary),
    DONE_HEADING,
    table(proved),
    '## Open',
    list(open.map((text) => `[ ] ${plain(text)}`)),
    '## Ruled out',
    list(ruled_out.map(plain)),
    '## Next',
    next_command === null ? 'No command was named.' : shell([next_command]),
    `## Held by ${plain(sessionOwner(owner))}`,
    list(holds.map((holding) => heldLine(holding))),
    '## Check it again',
    shell([
      ...new Set(proved.map(({ proof }) => `tipoff ${proof.split(/\s+expects\s+/)[0] ?? ''}`)),
      'tipoff handoff import <this file>',
    ]),
  ].join('\n\n');
}

function table(proved: readonly ProvedClaim[]): string {
  if (proved.length === 0) return NO_CLAIMS;
  const rule = CLAIM_COLUMNS.map(() => '---');
  return [CLAIM_COLUMNS, rule, ...proved.map(claimCells)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'Nothing.' : items.map((item) => `- ${item}`).join('\n');
}

function heldLine({ kind, id, until }: Holding): string {
  return `${sentenceCase(holdingName({ kind, id }))}${until === null ? '' : ` until ${leagueDay(until)}`}`;
}

/** A fence that no line of the commands can close. */
function shell(commands: readonly string[]): string {
  const longest = Math.max(
    2,
    ...commands.flatMap((command) => [...command.matchAll(/`+/g)].map(([ticks]) => ticks.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...commands, fence].join('\n');
}

/** Escapes what Markdown would read as markup in a text of people. */
function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`);
}
