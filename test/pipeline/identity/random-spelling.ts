import * as fc from 'fast-check';
import type { IdentityMatch } from '#src/pipeline/identity/identity-match.ts';
import type { Player } from '#src/pipeline/identity/roster.ts';

const SUFFIX = /[\s,]+(?:Jr\.?|Sr\.?|I{2,3}|IV)$/;

type Change = (name: string) => string;

const CHANGES: readonly Change[] = [
  (name) => (SUFFIX.test(name) ? name : `${name} Jr.`),
  (name) => name.replace(SUFFIX, ''),
  (name) => name.replace(/\bJr\.?$/, 'JR').replace(/\bIII$/, '3rd'),
  (name) => name.normalize('NFKD').replace(/\p{Mark}/gu, ''),
  (name) => name.normalize('NFKD'),
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name) => name.replace(/[.'’]/g, ''),
  (name) => name.replace(/-/g, ' '),
  lastNameFirst,
  (name) => `${name} ${name}`,
  (name) => ` ${name.replace(/ /g, '  ')} `,
  withInitial,
];

/** A name, spelled in one of the ways in which files spell it. Up to three changes are made, in the order of the list. */
export const spellingChanges: fc.Arbitrary<Change> = fc
  .subarray([...CHANGES], { minLength: 0, maxLength: 3 })
  .map((changes) => (name) => changes.reduce((changed, change) => change(changed), name));

/** `Abel Kovač Jr.` becomes `Kovač Jr., Abel`. */
function lastNameFirst(name: string): string {
  const [first = '', ...others] = name.trim().split(' ');
  return others.length === 0 ? name : `${others.join(' ')}, ${first}`;
}

/** `Abel Kovač` becomes `A. Kovač`, and `Kovač, Abel` becomes `Kovač, A.`. */
function withInitial(name: string): string {
  const [last, first] = name.split(/,\s+/);
  if (first !== undefined) return `${last}, ${[...first.normalize('NFC')][0]}.`;
  const [given = '', ...others] = name.trim().split(/\s+/);
  return others.length === 0 ? name : `${[...given.normalize('NFC')][0]}. ${others.join(' ')}`;
}

/** The ids of the player or the candidates of a match. */
export function idsNamedBy(match: IdentityMatch<Player>): readonly string[] {
  switch (match.type) {
    case 'matched':
      return [match.value.player_id];
    case 'ambiguous':
      return match.candidates.map(({ player_id }) => player_id);
    case 'unknown':
      return [];
  }
}
