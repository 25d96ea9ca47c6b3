/** The clusters. */
export type Region = 'primary' | 'secondary';

/** Namespace of the services. */
export const NAMESPACE = 'titan';
