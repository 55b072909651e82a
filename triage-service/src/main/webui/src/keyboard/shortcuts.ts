import { FINDINGS, type Finding } from '../api/wire';

/** Every act that has a key; the order is that of the help. */
export const SHORTCUTS = [
  { key: 'j', act: 'next', words: 'keyboard.nextTipInTheList' },
  { key: 'k', act: 'previous', words: 'keyboard.previousTipInTheList' },
  { key: 'Enter', act: 'native', words: 'keyboard.openTheTipThatHas' },
  { key: 'n', act: 'news', words: 'keyboard.showNewTips' },
  { key: 'o', act: 'overdue', words: 'keyboard.showWhatIsOverdueOr' },
  { key: '/', act: 'search', words: 'any.searchInWhatWasOpened' },
  { key: 'f', act: 'filter', words: 'keyboard.goToTheFilter' },
  { key: 'v', act: 'views', words: 'keyboard.goToTheSavedViews' },
  { key: 'p', act: 'previews', words: 'keyboard.showWhatTipsSay' },
  { key: 's', act: 'tick', words: 'keyboard.tickTheTipThatHas' },
  { key: 'a', act: 'all', words: 'keyboard.tickAllThatAreShown' },
  { key: 'z', act: 'undo', words: 'keyboard.takeBackWhatWasDone' },
  { key: 'u', act: 'unlock', words: 'keyboard.goToThePassphrase' },
  { key: 'l', act: 'lock', words: 'keyboard.lockTheKey' },
  { key: '1 – 5', act: 'native', words: 'keyboard.findTheOpenTipAnd' },
  { key: 'c', act: 'confirm', words: 'keyboard.confirmTheAlertAsksFirst' },
  { key: 'x', act: 'cancel', words: 'keyboard.cancelTheAlertAsksFirst' },
  { key: 'r', act: 'reply', words: 'keyboard.writeToTheSource' },
  { key: 'Ctrl+Enter', act: 'native', words: 'keyboard.sendWhatWasWrittenWhile' },
  { key: 'm', act: 'note', words: 'keyboard.writeANoteForColleagues' },
  { key: 'h', act: 'hold', words: 'keyboard.takeTheTipIntoYour' },
  { key: 'q', act: 'aside', words: 'keyboard.putTheTipAsideOr' },
  { key: 't', act: 'tag', words: 'keyboard.putATagOnThe' },
  { key: 'w', act: 'setLane', words: 'keyboard.changeTheLaneTheNote' },
  { key: 'y', act: 'link', words: 'keyboard.linkTheTipWithAnother' },
  { key: 'e', act: 'close', words: 'keyboard.closeTheTipOrOpen' },
  { key: '?', act: 'help', words: 'keyboard.showOrHideTheseKeys' },
  { key: 'Esc', act: 'native', words: 'keyboard.closeWhatIsOpenIn' },
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
