import type { ConfirmationDialog } from '@slack/types';
import { freshId, h } from './dom.js';
import { icon } from './icons.js';
import type { Surface } from './surface.js';
import { drawText, plainLine } from './text-view.js';

/**
 * The browser's own modal dialog: it keeps the focus inside, Esc cancels it, and closing gives the focus
 * back to where it was.
 */
export function openDialog(dialog: HTMLDialogElement): void {
  document.body.append(dialog);
  dialog.addEventListener('close', () => dialog.remove());
  // A click on the dialog itself is a click on its backdrop: what it holds fills it.
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target === dialog) dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  });
  dialog.showModal();
}

interface Question {
  title: string;
  text: Node | string;
  confirm: string;
  deny: string;
  danger: boolean;
}

/** Asks, and answers whether the person agreed; Esc and a click outside mean no. */
export function ask({ title, text, confirm, deny, danger }: Question): Promise<boolean> {
  const titleId = freshId('question');
  const dialog = h('dialog', {
    class: 'modal modal-small',
    'aria-labelledby': titleId,
    'data-testid': 'confirm',
  });
  return new Promise((resolve) => {
    const answer = (agreed: boolean) => {
      resolve(agreed);
      dialog.close();
    };
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      answer(false);
    });
    const close = h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Close', onclick: () => answer(false) },
      icon('close'),
    );
    dialog.append(
      h('header', { class: 'modal-head' }, h('h2', { id: titleId }, title), close),
      h('div', { class: 'modal-body text' }, text),
      h(
        'footer',
        { class: 'modal-foot' },
        h('button', { type: 'button', class: 'btn', onclick: () => answer(false) }, deny),
        h(
          'button',
          {
            type: 'button',
            class: danger ? 'btn btn-danger' : 'btn btn-primary',
            autofocus: true,
            onclick: () => answer(true),
          },
          confirm,
        ),
      ),
    );
    openDialog(dialog);
  });
}

/** An element's confirmation dialog; with none there is nothing to ask. */
export async function confirmed(confirm: ConfirmationDialog | undefined, surface: Surface): Promise<boolean> {
  if (!confirm) return true;
  return ask({
    title: plainLine(confirm.title) || 'Are you sure?',
    text: drawText(confirm.text, surface),
    confirm: plainLine(confirm.confirm) || 'Yes',
    deny: plainLine(confirm.deny) || 'Cancel',
    danger: confirm.style === 'danger',
  });
}
