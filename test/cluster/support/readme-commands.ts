import { readFileSync } from 'node:fs';
import { REPOSITORY } from './repository.js';

/** Commands of a section of the README, in its order: those that are shown to be typed, not those shown with their output. */
export function readmeCommands(heading: string): string[] {
  const text = readFileSync(`${REPOSITORY}README.md`, 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`The README has no section '${heading}'.`);
  const blocks = [...section.matchAll(/^```\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks.filter((block) => !block.startsWith('$ ')).flatMap(commandsOf);
}

/** A loop is one command, and so is a line that goes on in the next one. */
function commandsOf(block: string): string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of block.split('\n')) {
    open += `${line}\n`;
    const continues = line.endsWith('\\') || (open.startsWith('for ') && line !== 'done');
    if (continues || open.trim() === '') continue;
    commands.push(open.trim());
    open = '';
  }
  if (open.trim() !== '') throw new Error(`The README has a command that does not end: ${open}`);
  return commands;
}
