import { useCallback, useMemo, useState } from 'preact/hooks';
import type { PageMessage } from '../../../page-protocol.ts';
import { type PageBlock, readBlocks } from '../../model/block.ts';
import { type Edits, stateValues, withEdit } from '../../model/form.ts';
import { useWorkspace } from '../workspace-context.ts';
import type { Surface } from './surface.ts';

/** Returns the blocks of a message or view, and the state of their elements. */
export function useBlocks(
  raw: NonNullable<PageMessage['blocks']>,
  { container, idPrefix, errors }: Pick<Surface, 'container' | 'idPrefix' | 'errors'>,
): { readonly blocks: readonly PageBlock[]; readonly surface: Surface; readonly edits: Edits } {
  const { interact, ask } = useWorkspace();
  const [edits, setEdits] = useState<Edits>({});
  const blocks = useMemo(() => readBlocks(raw), [raw]);
  const edit: Surface['edit'] = useCallback((block_id, { action_id }, given) => {
    setEdits((now) => withEdit(now, { block_id, action_id }, given));
  }, []);
  const use: Surface['use'] = async (block_id, element, given) => {
    if (element.confirm !== undefined && !(await ask(element.confirm))) return;
    const { action_id } = element;
    const isHeld = element.type !== 'button' && element.type !== 'overflow';
    const now = isHeld ? withEdit(edits, { block_id, action_id }, given) : edits;
    setEdits(now);
    await interact({
      type: 'action',
      container,
      action: { ...given, block_id, action_id },
      state: { values: stateValues(blocks, now) },
    });
  };
  return { blocks, edits, surface: { container, idPrefix, errors, edits, edit, use } };
}
