import { useEffect, useState } from 'preact/hooks';
import type { Option, Select } from '../../model/block-element.ts';
import { narrowed, type OfferedGroup, optionsOfPlaces } from '../../model/offered-option.ts';
import { useWorkspace } from '../workspace-context.ts';
import { useSurface } from './surface.ts';

const TYPING_PAUSE_MS = 200;

interface Wanted {
  readonly block_id: string;
  readonly element: Select;
  readonly query: string;
  readonly isOpen: boolean;
}

interface Offers {
  readonly groups: readonly OfferedGroup[];
  /** What to say under the list, or in its place. */
  readonly hint: string | null;
  /** A pick with the text it has here: a user's id becomes the name. */
  readonly nameOf: (pick: Option) => Option;
}

/** What a select offers for what was typed. */
export function useOffers({ block_id, element, query, isOpen }: Wanted): Offers {
  const { state } = useWorkspace();
  const asked = useSuggestions({ block_id, element, query, isOpen });
  const isExternal = element.type.endsWith('external_select');
  const places = optionsOfPlaces(element.type, state.workspace);
  const own = element.option_groups.map(({ label, options }) => ({ label: label.text, options }));
  const all = places ?? [...own, { label: null, options: element.options }];
  const groups = isExternal ? (asked ?? []) : narrowed(all, query);
  const named = places?.flatMap(({ options }) => options) ?? [];
  return {
    groups,
    hint: hintFor(groups, isExternal && asked === null ? element.min_query_length - query.length : 0),
    nameOf: (pick) => named.find(({ value }) => value === pick.value) ?? pick,
  };
}

function hintFor(groups: readonly OfferedGroup[], missing: number): string | null {
  if (missing > 0) return `Type ${missing} more ${missing === 1 ? 'letter' : 'letters'}.`;
  return groups.some(({ options }) => options.length > 0) ? null : 'Nothing fits.';
}

/** The options of an external select, asked of the app once the typing pauses; null before there are any. */
function useSuggestions({ block_id, element, query, isOpen }: Wanted): readonly OfferedGroup[] | null {
  const { act } = useWorkspace();
  const { container } = useSurface();
  const [groups, setGroups] = useState<readonly OfferedGroup[] | null>(null);
  const isAsked = isOpen && element.type.endsWith('external_select') && query.length >= element.min_query_length;
  const { action_id } = element;
  useEffect(() => {
    if (!isAsked) return setGroups(null);
    let isStale = false;
    const ask = async () => {
      const answer = await act({ type: 'suggest', container, block_id, action_id, value: query });
      if (isStale || !answer.ok) return;
      const grouped = answer.option_groups?.map(({ label, options }) => ({ label: label.text, options })) ?? [];
      setGroups([...grouped, { label: null, options: answer.options ?? [] }].map(asOffered));
    };
    const timer = setTimeout(() => void ask(), TYPING_PAUSE_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isAsked, query, block_id, action_id]);
  return groups;
}

interface AnsweredGroup {
  readonly label: string | null;
  readonly options: readonly { readonly text: { readonly text: string }; readonly value: string }[];
}

function asOffered({ label, options }: AnsweredGroup): OfferedGroup {
  return {
    label,
    options: options.map(({ text, value }) => ({ text: { type: 'plain_text', text: text.text }, value })),
  };
}
