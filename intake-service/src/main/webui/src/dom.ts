// DOM helpers that several parts of the script use.

export function one<K extends keyof HTMLElementTagNameMap>(within: ParentNode, selector: K): HTMLElementTagNameMap[K];
export function one(within: ParentNode, selector: string): HTMLElement;
export function one(within: ParentNode, selector: string): HTMLElement {
  const found = within.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`the page lacks ${selector}`);
  return found;
}

/** Of what the page brought along in a template. */
export function clone(content: DocumentFragment, selector: string): HTMLElement {
  return document.importNode(one(content, selector), true);
}

/** The page's own words. */
export function text(content: DocumentFragment, name: string): string {
  return one(content, `[data-text="${name}"]`).textContent;
}

/** Focuses it with its beginning in sight: of what is taller than the screen, focus alone lets the header cover the first line. */
export function focusOn(element: HTMLElement): void {
  element.focus();
  const header = document.querySelector('header');
  if (header !== null && element.getBoundingClientRect().top < header.getBoundingClientRect().bottom) {
    element.scrollIntoView();
  }
}

/** Puts what a page of the service says in place of what this one does. */
export function showMain(page: Document): HTMLElement {
  const main = document.adoptNode(one(page, 'main'));
  document.title = page.title;
  one(document, 'main').replaceWith(main);
  // The ways to other languages are the page's: none, where they would lose a receipt.
  const ways = page.querySelector('nav');
  if (ways) document.querySelector('nav')?.replaceWith(document.adoptNode(ways));
  else document.querySelector('nav')?.remove();
  const first = main.querySelector<HTMLElement>('.summary') ?? one(main, 'h1');
  first.tabIndex = -1;
  first.focus();
  scrollTo(0, 0);
  return main;
}

/** Puts a page of the service in place of this one, under its own address. */
export function showWhole(page: Document, address: string): void {
  const { lang, dir } = page.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = page.title;
  document.body.replaceChildren(...[...page.body.children].map((part) => document.adoptNode(part)));
  history.replaceState(null, '', address);
  const heading = document.querySelector<HTMLElement>('h1');
  if (heading) heading.tabIndex = -1;
  heading?.focus();
}
