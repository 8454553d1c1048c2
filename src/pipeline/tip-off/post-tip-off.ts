import { enqueuePosts, type NewPost, POSTS } from '../../coordination/outbox/post.ts';
import type { DocumentReads } from '../../platform/document-store.ts';
import { instantFromDate } from '../../platform/instant.ts';
import { readTipOffDates, readTipOffFacts, type TipOffReads } from './read-tip-off.ts';
import { TipOffCard, type TipOffFacts, type TipOffReminder, type TipOffStage } from './tip-off-announcements.ts';
import { dueTipOffStage, isReminderDue } from './tip-off-policy.ts';

/** A card that was posted or edited. */
export interface WrittenTipOff {
  readonly gameDate: string;
  readonly stage: TipOffStage;
}

/**
 * Posts the card of each date whose first tip-off is near, and edits a card whose facts have changed. Each date has one
 * card, however many processes do this. A card whose facts are the same keeps its time.
 */
export async function postTipOffCards(deps: TipOffReads): Promise<readonly WrittenTipOff[]> {
  const written: WrittenTipOff[] = [];
  for (const date of await readTipOffDates(deps)) {
    const { gameDate, firstTipoff } = date;
    const stage = dueTipOffStage(firstTipoff, await readShownCard(deps.store, gameDate), deps.now());
    if (stage === undefined) continue;
    const facts = await readTipOffFacts(deps, date);
    if ((await writeCard(deps, stage, facts)) === 'written') written.push({ gameDate, stage });
  }
  return written;
}

function writeCard(
  { store, now }: TipOffReads,
  stage: TipOffStage,
  facts: TipOffFacts,
): Promise<'written' | 'unchanged'> {
  return store.transaction(async (transaction) => {
    const shown = await readShownCard(transaction, facts.game_date);
    const card = nextCard(stage, { facts, shown, now: now() });
    if (shown !== undefined && sameFacts(card, shown)) return 'unchanged';
    await enqueuePosts(transaction, [cardPost(card), ...(isReminderDue(card, shown) ? [reminderPost(card)] : [])]);
    return 'written';
  });
}

interface CardFacts {
  readonly facts: TipOffFacts;
  readonly shown: TipOffCard | undefined;
  readonly now: Date;
}

function nextCard(stage: TipOffStage, { facts, shown, now }: CardFacts): TipOffCard {
  const hasMoved = shown !== undefined && shown.first_tipoff_at !== facts.first_tipoff_at;
  const moved_from = hasMoved ? shown.first_tipoff_at : (shown?.moved_from ?? null);
  return { type: 'tip-off', stage, written_at: instantFromDate(now), moved_from, ...facts };
}

function sameFacts(card: TipOffCard, shown: TipOffCard): boolean {
  const textOf = (each: TipOffCard) => JSON.stringify(TipOffCard.omit({ written_at: true }).parse(each));
  return textOf(card) === textOf(shown);
}

async function readShownCard(reads: DocumentReads, gameDate: string): Promise<TipOffCard | undefined> {
  const post = await reads.get({ collection: POSTS, id: cardKey(gameDate) });
  return post === undefined ? undefined : TipOffCard.parse(JSON.parse(post.data.wanted));
}

function cardPost(card: TipOffCard): NewPost {
  return { key: cardKey(card.game_date), announcement: card };
}

/** The key has the tip-off, so that a first tip-off that moved is announced again. */
function reminderPost({ type: _, stage: __, moved_from: ___, ...facts }: TipOffCard): NewPost {
  return {
    key: `tip-off-reminder-${facts.first_tipoff_at}`,
    announcement: { type: 'tip-off-reminder', ...facts } satisfies TipOffReminder,
  };
}

function cardKey(gameDate: string): string {
  return `tip-off-${gameDate}`;
}
