import type { KnownBlock } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { choiceOf, FormState, heldBy, initialState, stateOf } from '../../../sandbox/page/form-state.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });

const blocks: KnownBlock[] = [
  {
    type: 'input',
    block_id: 'why',
    label: plain('Why'),
    element: { type: 'plain_text_input', action_id: 'text', initial_value: 'because' },
  },
  {
    type: 'section',
    block_id: 'repo',
    text: plain('Repo'),
    accessory: { type: 'static_select', action_id: 'menu', options: [option('core'), option('build')] },
  },
  {
    type: 'container',
    title: plain('More'),
    child_blocks: [
      {
        type: 'actions',
        block_id: 'more',
        elements: [
          { type: 'checkboxes', action_id: 'boxes', options: [option('a'), option('b')] },
          { type: 'button', action_id: 'go', text: plain('Go') },
        ],
      },
    ],
  },
];

describe('what inputs hold', () => {
  it('collects every input with its initial value, and no button', () => {
    expect(new FormState().collect(blocks)).toEqual({
      why: { text: { type: 'plain_text_input', value: 'because' } },
      repo: { menu: { type: 'static_select', selected_option: null } },
      more: { boxes: { type: 'checkboxes', selected_options: [] } },
    });
  });

  it('keeps what was typed and chosen, and forgets inputs that are gone', () => {
    const form = new FormState();
    form.set('why', { type: 'plain_text_input', action_id: 'text' }, 'changed');
    form.set('gone', { type: 'plain_text_input', action_id: 'text' }, 'lost');
    expect(form.collect(blocks)).toMatchObject({ why: { text: { value: 'changed' } } });
    expect(form.collect(blocks)).not.toHaveProperty('gone');
  });

  it('begins afresh when another kind of element takes the place', () => {
    const form = new FormState();
    form.set('why', { type: 'plain_text_input', action_id: 'text' }, 'typed');
    expect(
      heldBy(form.get('why', { type: 'datepicker', action_id: 'text', initial_date: '2026-02-04' })),
    ).toBe('2026-02-04');
  });
});

describe('a click request', () => {
  it.each([
    [stateOf({ type: 'static_select' }, option('core')), { selected_option: 'core' }],
    [stateOf({ type: 'checkboxes' }, [option('a'), option('b')]), { selected_options: ['a', 'b'] }],
    [stateOf({ type: 'users_select' }, 'U1'), { selected_user: 'U1' }],
    [stateOf({ type: 'datetimepicker' }, 1770195600), { selected_date_time: 1770195600 }],
    [stateOf({ type: 'plain_text_input' }, 'x'), { value: 'x' }],
    [initialState({ type: 'static_select' }), {}],
    [initialState({ type: 'button' }), {}],
  ])('says of %j what was chosen: %j', (state, choice) => {
    expect(choiceOf(state)).toEqual(choice);
  });
});
