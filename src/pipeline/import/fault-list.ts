import { escapeUnprintable } from '../../platform/printable.ts';

const SHOWN = 20;

/** The faults of one imported file. Only the first few faults have a sentence; `total` counts all faults. */
export interface FaultList {
  readonly sentences: string[];
  total: number;
}

export function faultList(): FaultList {
  return { sentences: [], total: 0 };
}

/**
 * Adds a sentence about a fault of an import file. It may contain names and values from the file, so unprintable
 * characters in it are escaped.
 */
export function addFault(faults: FaultList, sentence: string): void {
  faults.total += 1;
  if (faults.sentences.length < SHOWN) faults.sentences.push(escapeUnprintable(sentence));
}

/**
 * Returns the sentences about the faults of an import file. The last sentence gives the number of faults without a
 * sentence.
 */
export function faultSentences({ sentences, total }: FaultList): readonly string[] {
  const hidden = total - sentences.length;
  return hidden === 0 ? sentences : [...sentences, `… and ${hidden} more.`];
}
