import { failureOf } from '../kit/failure.ts';
import { parseInput } from '../kit/input/parse-input.ts';
import { quoteInput } from '../kit/input/printable.ts';
import type { Operation } from '../kit/operation.ts';
import { splitWords, typedInput } from '../kit/typed-words.ts';
import { type Expectation, parseExpectation } from './compare-answer.ts';
import { PROVING_OPERATIONS } from './proving-operations.ts';

const EXPECTS = /\s+expects\s+/;

/** A proof of a claim: a read operation with its input, and what its answer has to contain. */
export interface Proof {
  readonly operation: Operation;
  readonly input: Record<string, unknown>;
  /** The call without the expectation, as a person types it. Proofs with the same call share one answer. */
  readonly call: string;
  readonly expectation: Expectation | undefined;
}

/** Why a text is not a proof, as a sentence. */
export interface ProofFault {
  readonly fault: string;
}

/**
 * Parses a proof such as `batch status batch_2026-02-05_1 expects result = complete`. Only an operation that reads can be
 * a proof, because a handoff runs its proofs without asking anybody.
 */
export function parseProof(text: string): Proof | ProofFault {
  const [call = '', ...expected] = text.trim().split(EXPECTS);
  const words = splitWords(call.replace(/^(?:tipoff\s+|\/)/, ''));
  const operation = operationOf(words);
  if (operation === undefined) return { fault: notProving(words) };
  const expectation = expected.length === 0 ? undefined : parseExpectation(expected.join(' expects '));
  if (expected.length > 0 && expectation === undefined) return { fault: malformed(expected.join(' expects ')) };
  try {
    const given = typedInput(operation, words.slice(operation.name.split(' ').length));
    return { operation, input: parseInput(operation.input, given), call, expectation };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'defect') throw error;
    return { fault: `The proof ${quoteInput(call)} cannot be run. ${failure.message}` };
  }
}

function operationOf([noun = '', verb = '']: readonly string[]): Operation | undefined {
  const names = [`${noun} ${verb}`, noun].map((name) => name.toLowerCase());
  return PROVING_OPERATIONS.find(({ name }) => names.includes(name));
}

function notProving([noun = '', verb = '']: readonly string[]): string {
  const known = PROVING_OPERATIONS.map(({ name }) => name).join(', ');
  return `${quoteInput(`${noun} ${verb}`.trim())} cannot prove a claim. Only operations that change nothing can: ${known}.`;
}

function malformed(expected: string): string {
  return `${quoteInput(expected)} is not an expectation. Write \`expects <path> <comparison> <value>\`, such as \`expects result = complete\` or \`expects locks[service=worker].state != held\`. The comparisons are =, !=, <, <=, >, >= and contains.`;
}
