/** What a button does. Its id also names the proposal, so that each is unique in its message; its value is all it carries. */
export type Act =
  | 'approve'
  | 'approve_all'
  | 'edit'
  | 'skip'
  | 'undo'
  | 'ask'
  | 'again'
  | 'give'
  | 'refresh'
  | 'redraw';

export function actionId(act: Act, of = ''): string {
  return of ? `${act}:${of}` : act;
}

/** Matches every id of an act, for Bolt's listeners. */
export function idOf(act: Act): RegExp {
  return new RegExp(`^${act}(?::|$)`);
}

/** The modal in which a proposal is cut down, and its inputs. */
export const EDIT = { view: 'edit_proposal', block: 'children', input: 'kept' };
