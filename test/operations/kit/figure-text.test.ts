import { expect, test } from 'vitest';
import { percent, signed, signedPercent } from '#src/operations/kit/figure-text.ts';

test.each([
  [0.5642, '56.4 %', '+56.4 %'],
  [0.031, '3.1 %', '+3.1 %'],
  [0, '0.0 %', '0.0 %'],
])('the share %d is %s, and %s with its sign', (share, text, withSign) => {
  expect(percent(share)).toBe(text);
  expect(signedPercent(share)).toBe(withSign);
});

test.each([
  [2.25, 1, '+2.3'],
  [-0.114, 2, '−0.11'],
  [0.04, 1, '0.0'],
  [-0.04, 1, '0.0'],
])('%d with its sign and %i decimals is %s', (number, digits, text) => {
  expect(signed(number, digits)).toBe(text);
});
