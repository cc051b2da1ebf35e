import { must } from './dom.js';
import { icon } from './icons.js';

/** Light or dark as the system has it, until somebody chooses; the choice is kept in this browser. */
export function startTheme(): void {
  const button = must('theme', HTMLButtonElement);
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () =>
    (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const draw = () => {
    button.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
    button.setAttribute('aria-label', isDark() ? 'Switch to light' : 'Switch to dark');
    button.title = button.ariaLabel ?? '';
  };
  const kept = localStorage.getItem('theme');
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
    draw();
  });
  system.addEventListener('change', draw);
  draw();
}
