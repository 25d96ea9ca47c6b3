import { type Case, measure } from './case.js';

const [wanted, folder] = process.argv.slice(2);
if (wanted === undefined || folder === undefined) throw new Error('usage: child.ts <case as JSON> <folder>');
process.stdout.write(`${JSON.stringify(await measure(JSON.parse(wanted) as Case, folder))}\n`);
