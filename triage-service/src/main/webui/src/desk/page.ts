/** The pages of the desk. */
export type Page = 'tips' | 'dashboard' | 'people' | 'partners' | 'journal' | 'training';
