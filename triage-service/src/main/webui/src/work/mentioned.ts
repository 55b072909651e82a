/** The colleagues whom a note calls: those whose name follows an @. */
export function mentionedIn(text: string, colleagues: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return colleagues.filter((name) => {
    const call = `@${name.toLowerCase()}`;
    for (let at = lower.indexOf(call); at >= 0; at = lower.indexOf(call, at + 1)) {
      const before = lower.slice(0, at).at(-1) ?? ' ';
      const behind = lower.slice(at + call.length);
      // An address is not a call, nor is the beginning of a longer name; the full stop of a sentence does not belong to a name.
      if (!/[\p{L}\p{N}._-]/u.test(before) && !/^[._@-]*[\p{L}\p{N}_@-]/u.test(behind)) return true;
    }
    return false;
  });
}
