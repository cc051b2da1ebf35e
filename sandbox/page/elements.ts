import type {
  Button,
  FeedbackButtons,
  IconButton,
  ImageElement,
  Overflow,
  PlainTextOption,
  WorkflowButton,
} from '@slack/types';
import { confirmed } from './dialog.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { drawInput } from './inputs.js';
import { menuButton } from './menu.js';
import { drawPicker } from './pickers.js';
import { hooks, type Spot, type Surface } from './surface.js';
import { plainLine } from './text-view.js';
import type { Choice } from './wire.js';

type Pressable = Button | WorkflowButton | IconButton;

/** Any element of a block. One that the page does not know says so rather than vanish. */
export function drawElement(spot: Spot<{ type: string }>, surface: Surface): HTMLElement {
  const { element } = spot;
  switch (element.type) {
    case 'button':
    case 'workflow_button':
      return drawButton({ ...spot, element: element as Button | WorkflowButton }, surface);
    case 'icon_button':
      return drawButton({ ...spot, element: element as IconButton }, surface);
    case 'feedback_buttons':
      return drawFeedback({ ...spot, element: element as FeedbackButtons }, surface);
    case 'overflow':
      return drawOverflow({ ...spot, element: element as Overflow }, surface);
    case 'image':
      return drawImage(element as ImageElement, 'element-image');
    default:
      return (
        drawPicker(spot, surface) ??
        drawInput(spot, surface) ??
        h('span', { class: 'unknown' }, `(${element.type}: not shown here)`)
      );
  }
}

async function send(
  spot: Spot<Pressable | Overflow | FeedbackButtons>,
  surface: Surface,
  choice: Choice,
): Promise<void> {
  const { element, blockId } = spot;
  if (!(await confirmed('confirm' in element ? element.confirm : undefined, surface))) return;
  await surface.act({ block_id: blockId, action_id: element.action_id ?? '', ...choice });
}

/** Sends a button's action; meanwhile the button says that it is busy. */
async function press(target: HTMLElement, sending: () => Promise<void>): Promise<void> {
  target.setAttribute('aria-busy', 'true');
  try {
    await sending();
  } finally {
    target.removeAttribute('aria-busy');
  }
}

function drawButton(spot: Spot<Pressable>, surface: Surface): HTMLElement {
  const { element } = spot;
  const value = 'value' in element ? element.value : undefined;
  const url = 'url' in element ? element.url : undefined;
  const style = 'style' in element && element.style ? `btn-${element.style}` : '';
  const look = element.type === 'icon_button' ? 'btn btn-icon' : `btn ${style}`;
  const button = h(
    'button',
    {
      type: 'button',
      class: look,
      ...hooks(surface, spot),
      'aria-label': element.accessibility_label,
      onclick: () => {
        if (url && /^https?:/i.test(url)) window.open(url, '_blank', 'noopener');
        void press(button, () => send(spot, surface, value === undefined ? {} : { value }));
      },
    },
    h('span', {}, plainLine(element.text)),
  );
  return button;
}

function drawFeedback(spot: Spot<FeedbackButtons>, surface: Surface): HTMLElement {
  const { positive_button: good, negative_button: bad } = spot.element;
  const one = (face: typeof good, glyph: string) => {
    const button = h(
      'button',
      {
        type: 'button',
        class: 'btn btn-icon',
        ...hooks(surface, spot),
        'aria-label': face.accessibility_label ?? plainLine(face.text),
        onclick: () => void press(button, () => send(spot, surface, { value: face.value })),
      },
      h('span', { 'aria-hidden': 'true' }, glyph),
    );
    return button;
  };
  return h('span', { class: 'feedback' }, one(good, '👍'), one(bad, '👎'));
}

function drawOverflow(spot: Spot<Overflow>, surface: Surface): HTMLElement {
  const button = h(
    'button',
    { type: 'button', class: 'btn btn-overflow', 'aria-label': 'More actions', ...hooks(surface, spot) },
    icon('more'),
  );
  const choose = (option: PlainTextOption) =>
    press(button, () => send(spot, surface, { selected_option: option.value ?? '' }));
  return menuButton(button, () =>
    spot.element.options.map((option) => ({
      label: plainLine(option.text),
      ...(option.description ? { note: plainLine(option.description) } : {}),
      ...(option.url ? { href: option.url } : {}),
      choose: () => void choose(option),
    })),
  );
}

/**
 * A picture. The sandbox has no network, so only pictures on this machine are loaded; of others the
 * alternative text is shown with the host that they are on.
 */
export function drawImage(image: ImageElement, look: string): HTMLElement {
  const url = imageUrl(image);
  const host = URL.canParse(url, location.href) ? new URL(url, location.href) : undefined;
  const isLocal = host && (host.protocol === 'data:' || host.hostname === location.hostname);
  if (isLocal) return h('img', { src: host.href, alt: image.alt_text, class: look, loading: 'lazy' });
  const where = host ? ` (${host.hostname || host.protocol})` : '';
  return h(
    'span',
    {
      class: `${look} picture-away`,
      role: 'img',
      'aria-label': image.alt_text,
      title: `${image.alt_text}${where}`,
    },
    image.alt_text,
  );
}

function imageUrl(image: ImageElement): string {
  if ('image_url' in image) return image.image_url;
  return 'url' in image.slack_file ? image.slack_file.url : `/files/${image.slack_file.id}`;
}
