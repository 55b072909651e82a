/** What the desk shows. */
export type Page = 'tips' | 'dashboard' | 'people' | 'partners' | 'journal';
