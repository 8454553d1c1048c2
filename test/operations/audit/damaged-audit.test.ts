import { expect, test } from 'vitest';
import { createApp } from '#src/app.ts';
import { readAudit } from '#src/coordination/audit/read-audit.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { aFolder, FIRST, NEWEST, putBody, recordId, runProcess, verify, withDatabase } from './an-audited-folder.ts';

test('a damaged head keeps nobody from making changes, and the check still finds it', async () => {
  const folder = await aFolder();
  await runProcess(folder, FIRST, 1);
  await withDatabase(folder, (database) => putBody(database, 'audit_heads', [FIRST, '{"at":"later"}']));
  await runProcess(folder, NEWEST, 1);
  expect(await verify(folder)).toMatchObject({
    code: 'tampered',
    data: { records: 2, faults: expect.arrayContaining([{ chain: FIRST, seq: 0, fault: 'damaged' }]) },
  });
});

test('the audit log refuses to show a damaged record, and names the check', async () => {
  const folder = await aFolder();
  await runProcess(folder, FIRST, 2);
  await withDatabase(folder, (database) =>
    putBody(database, 'audit_records', [recordId(FIRST, 2), '{"at":"2026-02-05T23:00:00.000000Z"}']),
  );
  const { app, close } = createApp({ platform: 'embedded', dataFolder: folder }, { log: silentLog });
  const refused = { code: 'tampered', message: expect.stringContaining('`tipoff audit verify`') };
  await expect(readAudit(app.store, { limit: 10 })).rejects.toEqual(expect.objectContaining(refused));
  await close();
});
