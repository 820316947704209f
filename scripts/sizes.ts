import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const LONGEST = 400;
const NOT_OURS = new Set(['node_modules', 'out', 'dist', '.git', '.recard', 'results']);
const CODE = /\.(?:ts|tsx|mts|mjs|cjs|js|c|css|html)$/;

/** Every file of code, tests included, with its number of lines, shortest first. */
function lengths(): readonly { file: string; lines: number }[] {
  return globSync('**/*', { cwd: ROOT, exclude: (name) => NOT_OURS.has(path.basename(name)) })
    .filter((file) => CODE.test(file))
    .map((file) => ({ file, lines: readFileSync(path.join(ROOT, file), 'utf8').split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
}

const files = lengths();
const at = (share: number) => files[Math.min(files.length - 1, Math.floor(files.length * share))]?.lines ?? 0;
console.log(`${files.length} files: median ${at(0.5)} lines, 90th percentile ${at(0.9)}, longest ${at(1)}`);
for (const { file, lines } of files.filter(({ lines }) => lines > LONGEST)) {
  console.log(`${file}: ${lines} lines, at most ${LONGEST}. Give each of its ideas a file.`);
  process.exitCode = 1;
}
