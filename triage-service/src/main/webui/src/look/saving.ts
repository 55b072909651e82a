/** Hands the bytes to the browser's own saving. The type is always the dullest: nothing is opened or rendered. */
export function save(pieces: BlobPart[], name: string): void {
  const url = URL.createObjectURL(new Blob(pieces, { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken its own hold of the bytes by the next turn of the event loop.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
}
