import type { KnownBlock, RichTextSection } from '@slack/types';
import * as z from 'zod';
import { momentText } from '../../../operations/league-clock.ts';
import { Instant } from '../../../platform/instant.ts';
import { bold, bullets, line, said, words } from './rich-text.ts';

const Deploy = z.object({ commit: z.string().nullable(), state: z.string(), by: z.string(), started_at: Instant });
const Lock = z.object({
  service: z.string(),
  state: z.enum(['free', 'held', 'suspect', 'offered', 'unreadable']),
  by: z.string().default(''),
  reason: z.string().default(''),
  since: Instant.optional(),
  until: Instant.optional(),
  queue: z.array(z.string()).default([]),
  deploy: Deploy.optional(),
});
type Lock = z.infer<typeof Lock>;
const DeployStatus = z.object({ locks: z.array(Lock) });

const MARKS = { free: '○', held: '●', suspect: '◐', offered: '◌', unreadable: '⚠' } as const satisfies Record<
  Lock['state'],
  string
>;

/** Every service in a line: free, or who has it since when, until when and why; who waits; and the last deploy. */
export function deployStatusBlocks(data: unknown): readonly KnownBlock[] {
  const status = DeployStatus.safeParse(data);
  return status.success ? [bullets(...status.data.locks.map(lockLine))] : [];
}

function lockLine(lock: Lock): RichTextSection {
  const { service, state, queue, deploy } = lock;
  const parts = [
    stateText(lock),
    ...(queue.length === 0 ? [] : [`waiting: ${queue.join(', ')}`]),
    ...(deploy === undefined ? [] : [deployText(deploy)]),
  ];
  return line(words(`${MARKS[state]} `), bold(service), words(' — '), said(parts.join(' · ')));
}

function stateText({ state, by, reason, since, until }: Lock): string {
  const begun = since === undefined ? '' : ` since ${momentText(since, since)}`;
  const ends = until === undefined ? '' : ` until ${momentText(until, since ?? until)}`;
  switch (state) {
    case 'free':
      return 'free';
    case 'held':
      return `held by ${by}${begun}${ends}: ${reason}`;
    case 'suspect':
      return `held by ${by}, who does not answer,${begun}${ends}: ${reason}`;
    case 'offered':
      return `kept for ${by}${ends}`;
    case 'unreadable':
      return `its document cannot be read: ${reason}`;
  }
}

function deployText({ commit, state, by, started_at }: z.infer<typeof Deploy>): string {
  return `last deploy ${commit ?? 'of an unknown commit'} ${state}, ${by}, ${momentText(started_at, started_at)}`;
}
