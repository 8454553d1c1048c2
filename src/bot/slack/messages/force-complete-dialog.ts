import { countedText } from '../../../operations/kit/count-text.ts';
import type { StallCard } from '../../../pipeline/batch/batch-announcements.ts';
import { confirmation } from './button.ts';
import { count } from './figures.ts';

type Progress = Pick<StallCard, 'done' | 'expected' | 'missing_total' | 'needed'>;

/** Says what a force-complete publishes. */
export function publishedText({ done, expected, missing_total }: Omit<Progress, 'needed'>): string {
  return `${count(done)} of ${countedText(expected, 'player')} will be published and the slate marked partial. ${countedText(missing_total, 'player')} will have no prediction.`;
}

/** Builds the confirmation dialog of an approval. It says what the next approval does. */
export function approvalDialog(progress: Progress & { readonly approved_by: readonly string[] }) {
  const deny = 'Go back';
  const others = progress.needed - progress.approved_by.length - 1;
  if (others <= 0)
    return confirmation({ title: 'End the batch now?', text: publishedText(progress), confirm: 'End batch', deny });
  const more = others === 1 ? 'One more person' : `${count(others)} more people`;
  const text = `${more} must also approve the request. Then ${publishedText(progress)}`;
  return confirmation({ title: 'Approve ending the batch?', text, confirm: 'Approve', deny });
}
