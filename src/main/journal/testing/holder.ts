import { text } from 'node:stream/consumers';
import { holdData } from '../hold.ts';
import { must } from './samples.ts';

// Takes the folder, says whether it got it, and keeps it until it is ended or its input closes.
console.log(must(holdData(process.argv[2] ?? '')) === null ? 'taken' : 'held');
await text(process.stdin);
