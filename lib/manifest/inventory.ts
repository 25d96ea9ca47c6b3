/** Lists, next to each cluster's files, the objects in them: the next run learns from it what this one wrote. */
export const INVENTORY = 'inventory.tsv';
