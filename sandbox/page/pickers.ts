import type { Checkboxes, ConfirmationDialog, MultiSelect, Option, RadioButtons, Select } from '@slack/types';
import { confirmed } from './dialog.js';
import { freshId, h } from './dom.js';
import { choiceOf, heldBy, type InputElement } from './form-state.js';
import { hooks, type Spot, type Surface } from './surface.js';
import { drawText, plainLine } from './text-view.js';

type Picker = (Select | MultiSelect | Checkboxes | RadioButtons) & { confirm?: ConfirmationDialog };

/** One thing to choose: `held` is what the state keeps for it. */
interface Entry {
  id: string;
  label: string;
  group?: string;
  held: unknown;
}

/** Menus, check boxes and radio buttons; undefined for an element of another kind. */
export function drawPicker(spot: Spot<{ type: string }>, surface: Surface): HTMLElement | undefined {
  const { type } = spot.element;
  const picker = spot as Spot<Picker>;
  if (type === 'checkboxes' || type === 'radio_buttons')
    return drawBoxes(picker as Spot<Checkboxes | RadioButtons>, surface);
  if (/^multi_\w+_select$/.test(type)) return drawMultiSelect(picker, surface);
  if (/_select$/.test(type)) return drawSelect(picker, surface);
  return undefined;
}

/** Keeps what was chosen, and sends it where the element does so at once. */
export async function keep(spot: Spot<{ type: string }>, held: unknown, surface: Surface): Promise<void> {
  const element = spot.element as InputElement & { confirm?: ConfirmationDialog };
  const before = heldBy(surface.form.get(spot.blockId, element));
  const state = surface.form.set(spot.blockId, element, held);
  if (!spot.dispatches) return;
  if (!(await confirmed(element.confirm, surface))) {
    surface.form.set(spot.blockId, element, before);
    return;
  }
  await surface.act({ block_id: spot.blockId, action_id: element.action_id ?? '', ...choiceOf(state) });
}

function entriesOf(element: Picker, { workspace }: Surface): Entry[] {
  if (/users_select$/.test(element.type)) {
    return workspace.users
      .filter((user) => !user.deleted)
      .map((user) => ({ id: user.id, label: user.realName || user.name, held: user.id }));
  }
  if (/(channels|conversations)_select$/.test(element.type)) {
    return workspace.channels
      .filter((channel) => !channel.isArchived)
      .map(({ id, name }) => ({ id, label: `#${name}`, held: id }));
  }
  const groups = 'option_groups' in element ? element.option_groups : undefined;
  if (groups) {
    return groups.flatMap((group) =>
      group.options.map((option) => ({ ...entryOf(option), group: plainLine(group.label) })),
    );
  }
  return ('options' in element ? (element.options ?? []) : initialOptions(element)).map(entryOf);
}

/** An external menu asks the bot for its options, which the sandbox cannot do: it shows what it starts with. */
function initialOptions(element: InputElement): Option[] {
  return element.initial_options ?? (element.initial_option ? [element.initial_option] : []);
}

function entryOf(option: Option): Entry {
  return { id: option.value ?? '', label: plainLine(option.text), held: option };
}

function idOf(held: unknown): string {
  return typeof held === 'string' ? held : ((held as Option | null)?.value ?? '');
}

function drawSelect(spot: Spot<Picker>, surface: Surface): HTMLElement {
  const { element } = spot;
  const entries = entriesOf(element, surface);
  const chosen = idOf(heldBy(surface.form.get(spot.blockId, element as InputElement)));
  const placeholder = 'placeholder' in element ? plainLine(element.placeholder) : '';
  const select = h(
    'select',
    {
      class: 'select',
      ...hooks(surface, spot),
      'aria-labelledby': spot.labelledBy,
      'aria-label': spot.labelledBy ? undefined : placeholder || 'Choose an option',
      onchange: async () => {
        await keep(spot, entries.find(({ id }) => id === select.value)?.held ?? null, surface);
        // A refused confirmation puts the old choice back.
        select.value = idOf(heldBy(surface.form.get(spot.blockId, element as InputElement)));
      },
    },
    h('option', { value: '' }, placeholder || 'Choose an option'),
    ...groupedOptions(entries),
  );
  select.value = chosen;
  return select;
}

function groupedOptions(entries: readonly Entry[]): HTMLElement[] {
  const groups = new Map<string | undefined, HTMLElement>();
  const drawn: HTMLElement[] = [];
  for (const { id, label, group } of entries) {
    const option = h('option', { value: id }, label);
    if (group === undefined) {
      drawn.push(option);
      continue;
    }
    let parent = groups.get(group);
    if (!parent) {
      parent = h('optgroup', { label: group });
      groups.set(group, parent);
      drawn.push(parent);
    }
    parent.append(option);
  }
  return drawn;
}

/** A disclosure with check boxes; as in Slack, the choice is sent when it is closed. */
function drawMultiSelect(spot: Spot<Picker>, surface: Surface): HTMLElement {
  const { element } = spot;
  const entries = entriesOf(element, surface);
  const held = heldBy(surface.form.get(spot.blockId, element as InputElement)) as unknown[];
  const chosen = new Set(held.map(idOf));
  const most = ('max_selected_items' in element && element.max_selected_items) || Number.POSITIVE_INFINITY;
  const placeholder = ('placeholder' in element && plainLine(element.placeholder)) || 'Choose options';
  const summary = h('summary', { ...hooks(surface, spot), 'aria-labelledby': spot.labelledBy });
  const boxes = entries.map((entry) =>
    checkBox(entry, chosen.has(entry.id), (on) => {
      if (on) chosen.add(entry.id);
      else chosen.delete(entry.id);
      refresh();
    }),
  );
  const refresh = () => {
    const shown = entries.filter(({ id }) => chosen.has(id));
    const tokens = shown.map(({ label }) => h('span', { class: 'token' }, label));
    summary.replaceChildren(...(tokens.length > 0 ? tokens : [placeholder]));
    for (const { input } of boxes) input.disabled = !input.checked && chosen.size >= most;
    if (!spot.dispatches)
      void keep(
        spot,
        shown.map((entry) => entry.held),
        surface,
      );
  };
  const details = h(
    'details',
    { class: 'multi' },
    summary,
    h('div', { class: 'multi-list', role: 'group' }, ...boxes.map(({ label }) => label)),
  );
  let sent = [...chosen].sort().join('\n');
  details.addEventListener('toggle', () => {
    const now = [...chosen].sort().join('\n');
    if (details.open || !spot.dispatches || now === sent) return;
    sent = now;
    void keep(
      spot,
      entries.filter(({ id }) => chosen.has(id)).map((entry) => entry.held),
      surface,
    );
  });
  refresh();
  return details;
}

function checkBox(entry: Entry, checked: boolean, change: (on: boolean) => void) {
  const input = h('input', { type: 'checkbox', checked, onchange: () => change(input.checked) });
  return { input, label: h('label', { class: 'choice' }, input, h('span', {}, entry.label)) };
}

function drawBoxes(spot: Spot<Checkboxes | RadioButtons>, surface: Surface): HTMLElement {
  const { element, blockId } = spot;
  const single = element.type === 'radio_buttons';
  const held = heldBy(surface.form.get(blockId, element as InputElement));
  const chosen = new Set((Array.isArray(held) ? held : [held]).map(idOf));
  const name = freshId('choice');
  const inputs = element.options.map((option, index) => {
    const { 'data-focus': focus, ...rest } = hooks(surface, spot);
    const input = h('input', {
      type: single ? 'radio' : 'checkbox',
      name,
      value: option.value,
      checked: chosen.has(option.value ?? ''),
      ...rest,
      'data-focus': `${focus}/${index}`,
      onchange: () => void change(),
    });
    return { input, option };
  });
  const change = () => {
    const picked = inputs.filter(({ input }) => input.checked).map(({ option }) => option);
    return keep(spot, single ? (picked[0] ?? null) : picked, surface);
  };
  return h(
    'div',
    { class: 'choices', role: single ? 'radiogroup' : 'group', 'aria-labelledby': spot.labelledBy },
    ...inputs.map(({ input, option }) => boxLabel(input, option, surface)),
  );
}

function boxLabel(input: HTMLElement, option: Option, surface: Surface): HTMLElement {
  const words = h('span', { class: 'choice-words text' }, drawText(option.text, surface));
  if (option.description) words.append(h('small', {}, drawText(option.description, surface)));
  return h('label', { class: 'choice' }, input, words);
}
