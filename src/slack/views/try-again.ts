import { actionId } from '../ids.js';
import { button } from './blocks.js';

/** Hands a pull request that a person was called for back to its agent. */
export function tryAgain(repo: string, pullRequest: number) {
  const value = `${repo}#${pullRequest}`;
  return button(`Try #${pullRequest} again`, actionId('again', `${pullRequest}`), { value });
}
