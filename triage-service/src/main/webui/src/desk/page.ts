/** What the desk shows. */
export type Page = 'tips' | 'people' | 'partners' | 'journal';
