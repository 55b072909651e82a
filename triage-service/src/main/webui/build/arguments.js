import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

/** The arguments of a sentence in ICU MessageFormat, each with its type in TypeScript. */
export function argumentsOf(message) {
  const found = {};
  const look = (elements) => {
    for (const { type, value, options } of elements) {
      if (type === TYPE.plural || type === TYPE.number) found[value] = 'number';
      else if (type === TYPE.select) found[value] = 'string';
      else if (type === TYPE.argument) found[value] ??= 'string | number';
      for (const option of Object.values(options ?? {})) look(option.value);
    }
  };
  look(parse(message, { ignoreTag: true }));
  return found;
}
