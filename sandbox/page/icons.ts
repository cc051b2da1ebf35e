/** Line drawings on a 20 by 20 grid. */
const PATHS = {
  eye: 'M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z M10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  hash: 'M7.5 3 6 17 M14 3l-1.5 14 M3.5 7.5h13.5 M3 12.5h13.5',
  home: 'M3 9.5 10 3.5l7 6 M5 8.5V16h10V8.5 M8.5 16v-4h3v4',
  close: 'M5 5l10 10 M15 5 5 15',
  back: 'M12 4l-6 6 6 6',
  more: 'M4 10h.01 M10 10h.01 M16 10h.01',
  chevron: 'M5 8l5 5 5-5',
  send: 'M3 16.5 17.5 10 3 3.5 5 10z M5 10h6',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15z M10 5.5V10l3 2',
  archive: 'M3 4h14v3.5H3z M4.5 7.5V16h11V7.5 M8 11h4',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M10 2v1.5 M10 16.5V18 M2 10h1.5 M16.5 10H18 M4.3 4.300l1 1 M14.7 14.700l1 1 M15.7 4.300l-1 1 M5.3 14.700l-1 1',
  moon: 'M16.5 12A7 7 0 1 1 8 3.5a5.5 5.5 0 0 0 8.5 8.5z',
  reset: 'M4 5v4h4 M4.6 12.5A6 6 0 1 0 5.5 6L4 9',
  issue: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z M10 10h.01',
  done: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z M7 10.200l2.2 2.200L13.2 8',
  pull: 'M5.5 7v6 M5.5 7a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.600z M5.5 16.600a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.600z M14.5 13V8.5c0-2-1-3-3-3H10 M12 3.5l-2 2 2 2 M14.5 16.600a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.600z',
  warning: 'M10 3.5 18 17H2z M10 8.5v3.5 M10 14.5h.01',
  repo: 'M5 3.5h10v13H6.5A1.5 1.5 0 0 1 5 15z M5 15a1.5 1.5 0 0 1 1.5-1.5H15',
  thread: 'M3.5 4.5h13v9H9l-3.5 3v-3h-2z',
} as const;

export type IconName = keyof typeof PATHS;

/** A decoration: whoever uses it gives the words for it. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
