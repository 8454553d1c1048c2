const SHOWN = 20;

/** The faults of one file: sentences for the first few, and the total number. */
export interface FaultList {
  readonly sentences: string[];
  total: number;
}

export function faultList(): FaultList {
  return { sentences: [], total: 0 };
}

export function addFault(faults: FaultList, sentence: string): void {
  faults.total += 1;
  if (faults.sentences.length < SHOWN) faults.sentences.push(sentence);
}

/** The sentences for a person. The last one says how many faults are not shown. */
export function faultSentences({ sentences, total }: FaultList): readonly string[] {
  const hidden = total - sentences.length;
  return hidden === 0 ? sentences : [...sentences, `… and ${hidden} more.`];
}
