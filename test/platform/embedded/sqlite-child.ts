import { sqliteDocumentStore } from '#src/platform/embedded/sqlite-document-store.ts';
import { A_NOTE, NOTES, nowMicros } from './sqlite-collection.ts';

const IN_FLIGHT = 40;
/** Five processes in a hot loop can make one of them lose ten races in a row. The store then gives up, as its port says, and the caller repeats. */
const GAVE_UP = 'LostRace';

/** A separate process over the store at a path: `add` adds to one document, `write` writes until it is killed. */
const [path = '', job, name = ''] = process.argv.slice(2);
const store = sqliteDocumentStore({ path, collections: [NOTES], nowMicros });

if (job === 'add') {
  for (let added = 0; added < Number(name); added += 1) await addOneUntilDone();
  await store.close();
} else {
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, lane) => writeForEver(lane)));
}

async function addOneUntilDone(): Promise<void> {
  for (;;) {
    try {
      return await addOne();
    } catch (error) {
      if (!(error instanceof Error && error.name === GAVE_UP)) throw error;
    }
  }
}

async function addOne(): Promise<void> {
  const ref = { collection: NOTES, id: 'sum' };
  await store.transaction(async (transaction) => {
    const found = await transaction.get(ref);
    if (found) transaction.update(ref, { rank: found.data.rank + 1 });
    else transaction.create(ref, A_NOTE);
  });
}

async function writeForEver(lane: number): Promise<void> {
  for (let at = 0; ; at += 1) {
    const ref = { collection: NOTES, id: `${name}-${lane}-${at}` };
    await store.create(ref, A_NOTE);
    process.stdout.write(`created ${ref.id}\n`);
    const found = await store.get(ref);
    if (found) await store.update(ref, { rank: 2, text: ref.id.repeat(500) }, found.version);
    process.stdout.write(`updated ${ref.id}\n`);
  }
}
