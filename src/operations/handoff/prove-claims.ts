import { setTimeout as pause } from 'node:timers/promises';
import type { Claimant } from '../../coordination/deploy-locks/lock.ts';
import type { HandoffClaim, ProvedClaim } from '../../coordination/handoffs/handoff.ts';
import type { Actor } from '../../coordination/identity/actor.ts';
import type { App } from '../app.ts';
import { failureOf } from '../kit/failure.ts';
import type { Outcome } from '../kit/operation.ts';
import { compareAnswer } from './compare-answer.ts';
import { type Proof, parseProof } from './proof.ts';

/** The time limit of one proof. A slower proof leaves its claim unknown. */
const PROOF_WITHIN_MS = 10_000;

type Answer = { readonly outcome: Outcome<unknown> } | { readonly failed: string };

export interface Proving {
  readonly claims: readonly HandoffClaim[];
  /** The session whose claims these are. A proof such as `session holds` reads what this session holds. */
  readonly session: Claimant;
  readonly withinMs?: number;
}

/**
 * Runs the proofs of claims and compares their answers. The proofs run with a read-only scope, so they change nothing. A
 * proof that cannot be run, fails or takes too long leaves its claim unknown, and never makes it true.
 */
export async function proveClaims(app: App, { claims, session, withinMs }: Proving): Promise<readonly ProvedClaim[]> {
  const parsed = claims.map(({ proof }) => parseProof(proof));
  const calls = new Map(parsed.flatMap((proof) => ('fault' in proof ? [] : [[proof.call, proof] as const])));
  const answered = await Promise.all(
    [...calls].map(async ([call, proof]) => {
      const answer = await answerWithin(app, proof, { session, withinMs: withinMs ?? PROOF_WITHIN_MS });
      return [call, answer] as const;
    }),
  );
  const answers = new Map(answered);
  return claims.map((claim, index) => ({ ...claim, ...verdictOn(parsed[index], answers) }));
}

function verdictOn(
  proof: ReturnType<typeof parseProof> | undefined,
  answers: ReadonlyMap<string, Answer>,
): Pick<ProvedClaim, 'verdict' | 'compared'> {
  if (proof === undefined || 'fault' in proof) return { verdict: 'unknown', compared: proof?.fault ?? 'no proof' };
  const answer = answers.get(proof.call);
  if (answer === undefined) return { verdict: 'unknown', compared: 'the proof was not run' };
  if ('failed' in answer) return { verdict: 'unknown', compared: answer.failed };
  return compareAnswer(answer.outcome, proof.expectation);
}

async function answerWithin(
  app: App,
  { operation, input }: Proof,
  { session, withinMs }: { readonly session: Claimant; readonly withinMs: number },
): Promise<Answer> {
  const over = new AbortController();
  const call = { input, actor: readerOf(session), request: app.newId(), progress: () => undefined };
  try {
    const late = pause(withinMs, undefined, { signal: over.signal }).then(() => tooSlow(withinMs));
    late.catch(() => undefined);
    return await Promise.race([operation.run(app, call).then((outcome) => ({ outcome })), late]);
  } catch (error) {
    app.log.warn({ error, operation: operation.name }, 'A proof of a handoff could not be run');
    return { failed: `the proof failed: ${failureOf(error).message}` };
  } finally {
    over.abort();
  }
}

function tooSlow(withinMs: number): Answer {
  return { failed: `the proof gave no answer within ${withinMs / 1_000} s` };
}

function readerOf({ session, kind, name, user_id, acts_for }: Claimant): Actor {
  return {
    kind,
    name,
    session,
    scope: 'read',
    ...(user_id === null ? {} : { id: user_id }),
    ...(acts_for === null ? {} : { actsFor: acts_for }),
  };
}
