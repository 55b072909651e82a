import type { Attachment } from 'svelte/attachments';

/** Says when an element comes on the screen; what is returned is called when it leaves the screen, or the page. */
export function onScreen(onCome: () => () => void): Attachment {
  return (element) => {
    let leave: (() => void) | undefined;
    const observer = new IntersectionObserver((entries) => {
      leave?.();
      leave = entries.at(-1)?.isIntersecting === true ? onCome() : undefined;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      leave?.();
    };
  };
}
