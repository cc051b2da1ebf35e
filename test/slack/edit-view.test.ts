import type { Checkboxes, InputBlock } from '@slack/types';
import { expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks.js';
import { editView } from '../../src/slack/views/edit.js';
import { aProposal, aShownChild } from '../support/builders/messages.js';

function modal(count: number) {
  const children = Array.from({ length: count }, (_, index) => aShownChild(201 + index));
  const view = editView(aProposal({ shown: { children } }));
  expect(checkView(view)).toEqual([]);
  const { element } = view.blocks[0] as InputBlock;
  // A menu's options have the same shape.
  return { view, element: element as Checkboxes };
}

test('the modal offers every child, all ticked, and carries the proposal’s id', () => {
  const { view, element } = modal(3);
  expect(view).toMatchObject({ callback_id: 'edit_proposal', private_metadata: 'p1' });
  expect(element).toMatchObject({ type: 'checkboxes', action_id: 'kept', initial_options: element.options });
  expect(element.options?.map(({ text, value }) => [text.text, value])).toEqual([
    ['#201 fix(mcp): mend part 201', '201'],
    ['#202 fix(mcp): mend part 202', '202'],
    ['#203 fix(mcp): mend part 203', '203'],
  ]);
});

test.each([
  [10, 'checkboxes'],
  [11, 'multi_static_select'],
])('the modal for %i children is made of %s', (count, type) => {
  expect(modal(count).element).toMatchObject({ type });
  expect(modal(count).element.options).toHaveLength(count);
});
