/** A habit of writing that makes readers stumble, with sentences that test the pattern. */
export interface Habit {
  readonly name: string;
  readonly better: string;
  readonly pattern: RegExp;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

/** A sentence starts at the beginning of the text, after the end of another, after a colon or after a bullet. */
const START = String.raw`(?:^|[.!?:;]\s+|\*\*\s*)\s*`;
const sentence = (words: string) => new RegExp(`${START}(?:${words})`, 'i');
const word = (words: string) => new RegExp(String.raw`\b(?:${words})\b`, 'i');

export const HABITS: readonly Habit[] = [
  {
    name: 'a sentence that starts with "Who <verb>"',
    better: 'start with the person or the thing',
    pattern: new RegExp(String.raw`${START}who(?:ever)?\s+[a-z]+(?![^.?]*\?)`, 'i'),
    bad: ['who asks again is not a crash', 'Done. Who still wants it asks again.', 'Whoever lost a lock is refused.'],
    good: ['a second caller joins the running batch', 'Who holds the lock?', 'the person who holds it', 'who: ann'],
  },
  {
    name: 'a sentence that starts with "Of what"',
    better: 'start with the thing',
    pattern: sentence(String.raw`of\s+(?:who|what|whom|those|two|several|all)\b`),
    bad: ['Of what nobody asks for any more by then.', 'Of two folders, the locks of one keep nobody out.'],
    good: ['Some of those players are out.', 'of a player'],
  },
  {
    name: '"is no <noun>"',
    better: '"is not a <noun>"',
    pattern: /\b(?<!there\s)(?:is|are|was|were|be)\s+no\s+(?!longer\b|more\b|such\b)[a-z]+/i,
    bad: ['X is no session that ends.', 'what are no deploys is let through'],
    good: ['The lock is no longer held.', 'It is not a file.', 'there is no open batch'],
  },
  {
    name: 'the present tense with "since"',
    better: '"has been running since", "has held it since"',
    pattern:
      /\b(?:runs|deploys|holds|waits|is|are|works|lives|hangs|stands|owns|keeps|claims)\b(?:\s+\S+){0,4}?\s+since\s+(?:\d|\$|yesterday|then|when|[A-Z]|its|his|her|their|the)/,
    bad: ['A deploy of worker by ann runs since 7:11 PM', 'ann holds worker since 7:11', 'he is away since yesterday'],
    good: ['ann has held worker since 7:11 PM', 'has been running since 7:11', 'tipoff session since'],
  },
  {
    name: '"has been told"',
    better: '"was notified", or say what the channel shows',
    pattern: word(
      String.raw`(?:has|have|had|was|were|is|are|be|been|being)\s+(?:not\s+)?told|nobody\s+told|who\s+told|told\s+of`,
    ),
    bad: ['The holder is told.', 'has been told about it'],
    good: ['The holder is notified.', 'it told the truth'],
  },
  {
    name: 'a word that nobody says',
    better: '"again", "also", "in the meantime", or nothing',
    pattern: word('anew|besides|meanwhile|whereof|thereof|hitherto|therein'),
    bad: ['computed anew', 'Besides, it costs nothing.', 'meanwhile the batch ran'],
    good: ['computed again', 'beside the store', 'in the meantime'],
  },
  {
    name: 'a private name for a term of the field',
    better: 'LockState, LockService, transport, offline log, revision, audit context',
    pattern: word('scenes?|desks?|lockless|notebooks?|doors?|editions?'),
    bad: ['reads the scene', 'the lock desk', 'told at this door', 'the notebook of this machine', 'an edition before'],
    good: ['reads the lock state', 'the lock service', 'on this transport', 'a revision', 'backdoor', 'indoors'],
  },
  {
    name: '"the trail" of a request',
    better: '"audit context"; the records together are the audit log',
    pattern: /\b(?<!audit )trails?\b(?! Blazers)/i,
    bad: ['the trail of who asked', 'with its trail'],
    good: ['the audit context', 'the audit trail', 'trailing space', 'Portland Trail Blazers'],
  },
  {
    name: 'a private word for the health of a session',
    better: 'live, untracked, stale, dead, ended',
    pattern: word(String.raw`unheard|beating|(?:session|holder|agent)s?\s+(?:is|are|was|were)\s+silent|suspects?`),
    bad: ['a session that is unheard', 'a suspect hold', 'the holder is silent', 'a beating session'],
    good: ['a stale session', 'an unresponsive holder', 'the build is silent'],
  },
  {
    name: '"beat" for a heartbeat',
    better: '"heartbeat"',
    pattern:
      /\b(?:(?:a|the|its|last|next|every|each|three|missed|no|first|of)\s+beats?|beats\s+again|unless\s+\w+\s+beats?|to\s+beat)\b/i,
    bad: ['two minutes after its last beat', 'has missed three beats', 'until it beats again', 'unless you beat'],
    good: ['the last heartbeat', 'tipoff session beat', 'it beats the line'],
  },
  {
    name: '"settle" for what time does to locks',
    better: '"apply timeouts"',
    pattern: /^(?!.*\b(?:sportsbooks?|bets?)\b).*\b(?:settles?|settled|settling)\b/is,
    bad: ['settles the lock first', 'once it has settled'],
    good: ['applies the timeouts first', 'as a sportsbook settles a bet'],
  },
  {
    name: '"goes on" for "continues"',
    better: '"continues"',
    pattern: word(
      String.raw`go(?:es|ing)?\s+on\s+(?:with|from|in|after|until|while|without|working|running|as)|went\s+on|goes\s+on`,
    ),
    bad: ['Tipoff goes on in the channel.', 'the next start goes on from here', 'work that went on after its answer'],
    good: ['Tipoff continues in the channel.', 'based on', 'what goes into the table'],
  },
  {
    name: '"is over" for "has ended"',
    better: '"has ended"',
    pattern: /\b(?:is|was|are|were)\s+over(?=[.,;:!?)'"`]|\s*$|\s+(?:and|but|when|before|once)\b)/i,
    bad: ['once the game is over', 'The batch is over.'],
    good: ['the game has ended', 'is over 90 %', 'taken over by ben'],
  },
  {
    name: '"all the same", "after all", "any more"',
    better: 'say it without',
    pattern: word(String.raw`all\s+the\s+same|no\s+more(?!\s+than)|counts?\s+no\b`),
    bad: ['goes through all the same', 'changes nothing and is no more', 'counts no yes'],
    good: ['all of them', 'no more than five'],
  },
  {
    name: '"of before", "by itself" and other inversions',
    better: 'subject, verb, object',
    pattern: word(
      String.raw`of\s+before|from\s+before\s+it|in\s+this\s+moment|nor\s+(?:does|do|is|are|has|have|can|may|will)`,
    ),
    bad: ['a card of before', 'is back in this moment', 'counts, nor does one to an edition'],
    good: ['an outdated card', 'at this moment', 'neither ann nor ben'],
  },
];
