/** Which colleagues a note asks for: those whose name stands in it behind an @. */
export function mentionedIn(text: string, colleagues: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return colleagues.filter((name) => {
    const call = `@${name.toLowerCase()}`;
    for (let at = lower.indexOf(call); at >= 0; at = lower.indexOf(call, at + 1)) {
      const before = lower.slice(0, at).at(-1) ?? ' ';
      const behind = lower.slice(at + call.length);
      // An address is no call, and neither is the beginning of a longer name; the full stop of a sentence is no part of one.
      if (!/[\p{L}\p{N}._-]/u.test(before) && !/^[._@-]*[\p{L}\p{N}_@-]/u.test(behind)) return true;
    }
    return false;
  });
}
