import { FINDINGS, type Finding } from '../api/wire';

/** Where a key counts; the groups of the help. */
export const PLACES = { list: 'keyboard.theList', tip: 'keyboard.theOpenTip', desk: 'keyboard.theDesk' } as const;

/** Every act that has a key; the order is that of the help. */
export const SHORTCUTS = [
  { key: 'j', act: 'next', of: 'list', words: 'keyboard.nextTipInTheList' },
  { key: 'k', act: 'previous', of: 'list', words: 'keyboard.previousTipInTheList' },
  { key: 'Enter', act: 'native', of: 'list', words: 'keyboard.openTheTipThatHas' },
  { key: 'n', act: 'news', of: 'list', words: 'keyboard.showNewTips' },
  { key: 'o', act: 'overdue', of: 'list', words: 'keyboard.showWhatIsOverdueOr' },
  { key: '/', act: 'search', of: 'list', words: 'any.searchInWhatWasOpened' },
  { key: 'f', act: 'filter', of: 'list', words: 'keyboard.goToTheFilter' },
  { key: 'v', act: 'views', of: 'list', words: 'keyboard.goToTheSavedViews' },
  { key: 'p', act: 'previews', of: 'list', words: 'keyboard.showWhatTipsSay' },
  { key: 's', act: 'tick', of: 'list', words: 'keyboard.tickTheTipThatHas' },
  { key: 'a', act: 'all', of: 'list', words: 'keyboard.tickAllThatAreShown' },
  { key: 'z', act: 'undo', of: 'list', words: 'keyboard.takeBackWhatWasDone' },
  { key: '1 – 5', act: 'native', of: 'tip', words: 'keyboard.findTheOpenTipAnd' },
  { key: 'c', act: 'confirm', of: 'tip', words: 'keyboard.confirmTheAlertAsksFirst' },
  { key: 'x', act: 'cancel', of: 'tip', words: 'keyboard.cancelTheAlertAsksFirst' },
  { key: 'r', act: 'reply', of: 'tip', words: 'keyboard.writeToTheSource' },
  { key: 'Ctrl+Enter', act: 'native', of: 'tip', words: 'keyboard.sendWhatWasWrittenWhile' },
  { key: 'm', act: 'note', of: 'tip', words: 'keyboard.writeANoteForColleagues' },
  { key: 'h', act: 'hold', of: 'tip', words: 'keyboard.takeTheTipIntoYour' },
  { key: 'q', act: 'aside', of: 'tip', words: 'keyboard.putTheTipAsideOr' },
  { key: 't', act: 'tag', of: 'tip', words: 'keyboard.putATagOnThe' },
  { key: 'w', act: 'setLane', of: 'tip', words: 'keyboard.changeTheLaneTheNote' },
  { key: 'y', act: 'link', of: 'tip', words: 'keyboard.linkTheTipWithAnother' },
  { key: 'e', act: 'close', of: 'tip', words: 'keyboard.closeTheTipOrOpen' },
  { key: 'u', act: 'unlock', of: 'desk', words: 'keyboard.goToThePassphrase' },
  { key: 'l', act: 'lock', of: 'desk', words: 'keyboard.lockTheKey' },
  { key: '?', act: 'help', of: 'desk', words: 'keyboard.showOrHideTheseKeys' },
  { key: 'Esc', act: 'native', of: 'desk', words: 'keyboard.closeWhatIsOpenIn' },
] as const;

export type Act = Exclude<(typeof SHORTCUTS)[number]['act'], 'native'>;

export interface KeyPress {
  key: string;
  modified: boolean;
  /** The focus is where letters are text. */
  typing: boolean;
  /** A dialog is open: only its own keys count. */
  dialog: boolean;
}

export function actOf(press: KeyPress): Act | undefined {
  if (press.modified || press.typing || press.dialog) return undefined;
  const found = SHORTCUTS.find((shortcut) => shortcut.key === press.key);
  return found === undefined || found.act === 'native' ? undefined : found.act;
}

/** What the member finds the open tip to be, by the place of the word in the list of findings. */
export function findingOf(press: KeyPress): Finding | undefined {
  return press.modified || press.typing || press.dialog ? undefined : FINDINGS[Number(press.key) - 1];
}

/**
 * The key as a Latin keyboard has it there: on one of Russian letters, or an Azerbaijani one, which has no W, the same place counts.
 */
export function keyOf({ key, code, shiftKey }: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  if (code === 'Slash' && key !== '/' && key !== '?') return shiftKey ? '?' : '/';
  // A French keyboard needs Shift for its digits, and a Persian one has others.
  const digit = /^Digit([1-5])$/.exec(code)?.[1];
  if (digit !== undefined && !shiftKey && !/^[\d/?]$/.test(key)) return digit;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  return letter !== undefined && !/^[ -~]+$/.test(key) ? letter.toLowerCase() : key;
}

export function pressOf(event: KeyboardEvent): KeyPress {
  const field =
    event.target instanceof Element ? event.target.closest('input, textarea, select, [contenteditable]') : null;
  return {
    key: keyOf(event),
    modified: event.ctrlKey || event.metaKey || event.altKey || event.getModifierState('AltGraph') || event.isComposing,
    typing: field !== null && !field.matches('[type=checkbox], [type=radio]'),
    dialog: document.querySelector('dialog[open]') !== null,
  };
}
