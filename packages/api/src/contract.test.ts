import { status } from '@easel/db';
import { COLORS as FILED_UNDER } from '@easel/storage/images';
import { expect, test } from 'vitest';
import { COLORS, STATUSES } from './contract.ts';

test('what travels has the same colours and states as what is stored', () => {
  expect(COLORS).toEqual(FILED_UNDER);
  expect(STATUSES).toEqual(status.enumValues);
});
