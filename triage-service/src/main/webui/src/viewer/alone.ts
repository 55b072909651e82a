/** pdf.js takes a worker for its own if it finds no window in it; this worker has the parser and the page, and answers itself. */
const scope = globalThis as unknown as { window?: unknown };

scope.window = scope;

export function notAlone(): void {
  delete scope.window;
}
