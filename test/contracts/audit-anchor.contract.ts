import { expect, test } from 'vitest';
import type { AuditAnchor } from '#src/platform/audit-anchor.ts';

/** The suite of every audit anchor. `anchors` opens two anchors of two processes on the same, new list. */
export function testAuditAnchor(anchors: () => Promise<readonly [AuditAnchor, AuditAnchor]>): void {
  test('an anchor begins once, and keeps the lines of all processes', async () => {
    const [one, other] = await anchors();
    expect(await one.read()).toBeUndefined();
    await one.begin(() => Promise.resolve(['a', 'b']));
    await other.begin(() => Promise.reject(new Error('not called')));
    one.add('c');
    await one.settled();
    other.add('d');
    await other.settled();
    for (const line of ['e', 'f', 'g']) one.add(line);
    await one.settled();
    expect(await other.read()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  test('an anchor that begins without lines exists', async () => {
    const [one, other] = await anchors();
    await one.begin(() => Promise.resolve([]));
    expect(await other.read()).toEqual([]);
  });
}
