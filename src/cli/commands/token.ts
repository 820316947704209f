import type { Command } from 'commander';
import { subcommand } from '../program.ts';
import { createCommand } from './token/create.ts';
import { answerCommand, delayCommand, disarmCommand, muteCommand, tearCommand } from './token/fault.ts';
import {
  dumpCommand,
  insertCommand,
  quitCommand,
  removeCommand,
  statusCommand,
  tapCommand,
} from './token/place.ts';
import { indicatorCommand, logCommand } from './token/terminal.ts';

const COMMANDS = [
  createCommand,
  insertCommand,
  tapCommand,
  removeCommand,
  statusCommand,
  dumpCommand,
  tearCommand,
  muteCommand,
  answerCommand,
  delayCommand,
  disarmCommand,
  logCommand,
  indicatorCommand,
  quitCommand,
];

/** `recard token …`: software tokens, and the hand that holds them. */
export function tokenCommand(): Command {
  const group = subcommand('token', 'makes software tokens, puts them into virtual readers, lets them fail');
  for (const make of COMMANDS) group.addCommand(make());
  return group;
}
