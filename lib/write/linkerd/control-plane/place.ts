/** The place of a value, as messages name it. */
export type At = (path: string) => string;
