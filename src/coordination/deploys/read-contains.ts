import type { CommitHistory } from '../../platform/commit-history.ts';
import type { DeployTarget, ServingRevision } from '../../platform/deploy-target.ts';

/** Whether code contains a commit. A cherry-picked copy is another commit, so it does not count. */
export type ContainsAnswer = 'yes' | 'no' | 'unknown';

export interface Contained {
  readonly answer: ContainsAnswer;
  /** Why the answer is unknown, as a sentence; null for another answer. */
  readonly why: string | null;
}

interface RevisionContained extends ServingRevision, Contained {}

/** Whether what a service serves contains a commit: `yes` only if every revision that carries traffic contains it. */
export interface ServiceContained extends Contained {
  readonly service: string;
  readonly serving: readonly RevisionContained[];
}

export interface ContainsReads {
  readonly history: CommitHistory;
  readonly target: DeployTarget;
}

/** Answers whether what each service serves contains a commit. */
export function readContains(
  { history, target }: ContainsReads,
  commit: string,
  services: readonly string[],
): Promise<readonly ServiceContained[]> {
  return Promise.all(
    services.map(async (service) => {
      const state = await target.readServing(service);
      if (state.type === 'unknown') return { service, serving: [], answer: 'unknown', why: state.why } as const;
      const serving = await Promise.all(
        state.value.serving.map(async (revision) => ({
          ...revision,
          ...(await containsCommit(history, revision.commit, commit)),
        })),
      );
      return { service, serving, ...everyRevision(service, serving) };
    }),
  );
}

/** Answers whether the code that was built from `built` contains a commit. `built` is null if it is unknown. */
export async function containsCommit(history: CommitHistory, built: string | null, commit: string): Promise<Contained> {
  if (built === null) return { answer: 'unknown', why: 'The commit of the code is not recorded.' };
  const range = await history.compare(built, commit);
  if (range.type === 'unknown') return { answer: 'unknown', why: range.why };
  return { answer: range.ahead.length === 0 ? 'yes' : 'no', why: null };
}

function everyRevision(service: string, serving: readonly RevisionContained[]): Contained {
  if (serving.length === 0) return { answer: 'unknown', why: `No revision of ${service} serves.` };
  if (serving.some(({ answer }) => answer === 'no')) return { answer: 'no', why: null };
  const unknown = serving.find(({ answer }) => answer === 'unknown');
  return unknown === undefined ? { answer: 'yes', why: null } : { answer: 'unknown', why: unknown.why };
}
