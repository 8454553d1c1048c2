import * as z from 'zod';
import { GLOBAL } from '../../coordination/deploy-locks/lock.ts';
import { closed, lockName, unreadableSentence } from '../../operations/deploy/lock-sentences.ts';
import { failureOf } from '../../operations/kit/failure.ts';
import { leagueTime } from '../../operations/kit/league-clock.ts';
import type { Outcome } from '../../operations/kit/operation.ts';
import { type FoundDeploys, findDeploys, findDeploysInWords } from './find-deploys.ts';
import type { GuardedCommand } from './guard-input.ts';
import { type KnownLock, KnownLocks, type LockNeeded, locksNeeded, unreadableLock } from './locks-needed.ts';
import type { DetectedDeploy } from './match-deploy.ts';

const OwnSession = z.object({ session_id: z.string() });

export type RunOperation = (operation: string, input: Readonly<Record<string, unknown>>) => Promise<Outcome<unknown>>;

export interface GuardContext {
  /** Why it goes on without the lock, from the environment. */
  readonly withoutLock: string | undefined;
  /** Gives `work` the locks and sessions as whoever asks. */
  readonly withDocuments: <R>(work: (ask: RunOperation) => Promise<R>) => Promise<R>;
  /** The same by this process alone, for when nobody can be asked whose a token is. */
  readonly withLocalStore: <R>(work: (ask: RunOperation) => Promise<R>) => Promise<R>;
}

/** `told`: sentences for whoever asks. */
export interface GuardDecision {
  readonly type: 'allowed' | 'refused';
  readonly message: string;
}

/** Whether a command may run: one that deploys may, if the session of who asks holds the lock. What cannot be found out is refused. */
export async function decideCommand(asked: GuardedCommand, judging: GuardContext): Promise<GuardDecision> {
  const found = read(asked);
  if (found.type === 'unreadable') {
    return refused(`This has the words of a deploy, and ${found.why}. Write the deploy command by itself.`);
  }
  if (found.deploys.length === 0) return { type: 'allowed', message: '' };
  const withoutLock = found.withoutLock ?? judging.withoutLock;
  try {
    return await judging.withDocuments((ask) => judgeDeploys(found.deploys, withoutLock, ask));
  } catch (error) {
    return askersFault(error) ?? (await storeAway(found.deploys, error, { ...judging, withoutLock }));
  }
}

/** What no store is to blame for: a bad token, or a reason that tells nothing. No way leads round it, or a revoked token would. */
function askersFault(error: unknown): GuardDecision | undefined {
  const { kind, code, message } = failureOf(error);
  if (code.startsWith('token_')) return refused(`TIPOFF_TOKEN is no good. ${message}`);
  return kind === 'bad_input' ? refused(`TIPOFF_WITHOUT_LOCK has to say why. ${message}`) : undefined;
}

function read(asked: GuardedCommand): FoundDeploys {
  switch (asked.type) {
    case 'line':
      return findDeploys(asked.line);
    case 'words':
      return findDeploysInWords(asked.words);
    case 'nothing':
      return { type: 'deploys', deploys: [], withoutLock: undefined };
    case 'unreadable':
      return asked;
  }
}

async function judgeDeploys(
  deploys: readonly DetectedDeploy[],
  withoutLock: string | undefined,
  ask: RunOperation,
): Promise<GuardDecision> {
  const session = OwnSession.parse(answered(await ask('session holds', {}))).session_id;
  const { locks } = KnownLocks.parse(answered(await ask('deploy status', {})));
  const unreadable = unreadableLock(deploys, locks);
  if (unreadable !== undefined) {
    const { service, reason: why = 'no reason given' } = unreadable;
    return refused(unreadableSentence({ service, why }));
  }
  const needed = locksNeeded(deploys, locks, session);
  if (needed.length === 0) return { type: 'allowed', message: '' };
  if (withoutLock !== undefined)
    return await goWithout(
      needed.map(({ scope }) => scope),
      withoutLock,
      ask,
    );
  return refused(needed.map(sentencesOf).join('\n'));
}

/** Claims after all, where that can be asked for; otherwise it is written down, and everybody is told of it later. */
async function goWithout(scopes: readonly string[], reason: string, ask: RunOperation): Promise<GuardDecision> {
  const told: string[] = [];
  for (const service of new Set(scopes)) {
    const { decision, message } = await ask('deploy claim', { service, reason, without_lock: true });
    if (decision !== 'done') return refused([...told, message].join('\n'));
    told.push(message);
  }
  return { type: 'allowed', message: told.join('\n') };
}

async function storeAway(
  deploys: readonly DetectedDeploy[],
  error: unknown,
  { withoutLock, withLocalStore: withOwnHands }: GuardContext,
): Promise<GuardDecision> {
  const { message } = failureOf(error);
  if (withoutLock === undefined) {
    const command = deploys.map((deploy) => `\`${deploy.command}\``).join(', ');
    return refused(
      `${message}\nSo nobody can tell who holds the lock that ${command} needs. Ask in the channel who deploys. To go on all the same, put TIPOFF_WITHOUT_LOCK="why" before the command: it is written down here, and everybody is told when the locks can be asked again.`,
    );
  }
  const scopes = deploys.map(({ service }) => service ?? GLOBAL);
  try {
    return await withOwnHands((ask) => goWithout(scopes, withoutLock, ask));
  } catch (again) {
    return (
      askersFault(again) ??
      refused(`${failureOf(again).message}\nIt could not be written down either, so it is refused.`)
    );
  }
}

function answered({ decision, message, data }: Outcome<unknown>): unknown {
  if (decision === 'refused') throw new Error(message);
  return data;
}

function sentencesOf({ scope, command, heldBy, names }: LockNeeded): string {
  const because = names === 'a-service' ? '' : ', because it names no service that has a lock of its own';
  return `\`${command}\` needs ${lockName(scope)}${because}. ${holderSentence(scope, heldBy)}:\n    tipoff deploy ${verbFor(heldBy)} ${scope} --reason "what you are about to do"`;
}

function holderSentence(scope: string, heldBy: KnownLock | undefined): string {
  if (heldBy === undefined) return 'Nobody holds it. Claim it first';
  const { service, by, until, reason } = heldBy;
  const what = service === scope ? 'it' : service;
  const ends = until === undefined ? '' : ` until ${leagueTime(until, until)}`;
  return `${by} holds ${what === GLOBAL ? 'everything' : what}${ends}: ${closed(reason ?? '')} Queue up`;
}

function verbFor(heldBy: KnownLock | undefined): string {
  return heldBy === undefined ? 'claim' : 'join';
}

function refused(told: string): GuardDecision {
  return { type: 'refused', message: told };
}
