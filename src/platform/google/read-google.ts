import { errorText } from '../error-text.ts';
import { known, type Reading, unknown } from '../reading.ts';
import { googleDetail, grpcCode, LOGIN, NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED } from './call-google.ts';

/** How long one question may take, so that an API that hangs cannot hang a command. */
export const ANSWER_WITHIN_MS = 1_800;
const DEADLINE_EXCEEDED = 4;
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;

export interface GoogleQuestion {
  /** The API for messages, such as `Cloud Run`. */
  readonly api: string;
  /** The resource for messages, such as `the service projects/p/locations/l/services/worker`. */
  readonly resource: string;
  /** The IAM role that the question needs. */
  readonly role: string;
  /** What to do if the resource does not exist, as a sentence. */
  readonly ifMissing: string;
  readonly withinMs: number;
}

/** Asks Google. Every failure, also a hanging call, gives `unknown` with its reason and what to do. */
export async function readGoogle<T>(question: GoogleQuestion, ask: () => Promise<T>): Promise<Reading<T>> {
  const { promise: late, resolve } = Promise.withResolvers<Reading<T>>();
  const timer = setTimeout(() => resolve(unknown(lateText(question))), question.withinMs);
  try {
    return await Promise.race([answerOf(question, ask), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf<T>(question: GoogleQuestion, ask: () => Promise<T>): Promise<Reading<T>> {
  try {
    return known(await ask());
  } catch (error) {
    return unknown(faultText(question, error));
  }
}

function faultText(question: GoogleQuestion, error: unknown): string {
  const { api, resource, role, ifMissing } = question;
  switch (grpcCode(error)) {
    case NOT_FOUND:
      return `${api} does not have ${resource}. ${ifMissing}`;
    case PERMISSION_DENIED:
      return `${api} does not let Tipoff read ${resource}. Grant Tipoff's account the role ${role}, and enable the API: ${googleDetail(error)}`;
    case UNAUTHENTICATED:
      return `${api} does not accept Tipoff's credentials. ${LOGIN}`;
    case RESOURCE_EXHAUSTED:
      return `${api} refused ${resource}, because the quota of requests is used up. Tipoff asks again later: ${googleDetail(error)}`;
    case UNAVAILABLE:
      return `${api} cannot be reached. Tipoff asks again later: ${googleDetail(error)}`;
    case DEADLINE_EXCEEDED:
      return lateText(question);
    default:
      if (NO_CREDENTIALS.test(errorText(error)))
        return `${api} was not asked, because there are no credentials. ${LOGIN}`;
      return `${api} failed to answer for ${resource}: ${googleDetail(error)}`;
  }
}

const NO_CREDENTIALS = /default credentials/;

function lateText({ api, resource, withinMs }: GoogleQuestion): string {
  return `${api} did not answer for ${resource} within ${(withinMs / 1_000).toLocaleString('en-US')} seconds. Tipoff asks again later.`;
}
