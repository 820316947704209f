import path from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../../main/config/load.ts';
import { holdData } from '../../main/journal/hold.ts';
import type { JobRecord } from '../../main/journal/job-records.ts';
import { type OpenedJournal, openJournal, readJournal } from '../../main/journal/open.ts';
import { createHostClient } from '../../main/sync/host-client.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import { exitOfFailure } from '../exit-codes.ts';
import { orTell, table } from '../output.ts';
import { outputOf, subcommand } from '../program.ts';

const SHOWN = 10;

const fromTo = ({ firstLast4, secondLast4 }: JobRecord): string =>
  `…${firstLast4 ?? '?'} to …${secondLast4 ?? '?'}`;

/** The journal for a look: one that a running kiosk has in use is left as it is, even where it is damaged. */
function openForALook(directory: string): Result<OpenedJournal & { readonly close: () => void }> {
  const options = { path: path.join(directory, 'journal.db'), now: Date.now };
  const held = holdData(directory);
  if (!held.ok) return held;
  if (held.value === null) {
    const journal = readJournal(options);
    if (!journal.ok) return journal;
    return ok({ journal: journal.value, notice: null, close: () => journal.value.close() });
  }
  const { release } = held.value;
  const opened = openJournal(options);
  if (!opened.ok) {
    release();
    return opened;
  }
  const close = () => {
    opened.value.journal.close();
    release();
  };
  return ok({ ...opened.value, close });
}

async function status(options: { config: string }, command: Command): Promise<void> {
  const output = outputOf(command);
  const loaded = orTell(output, loadConfig(options.config));
  if (loaded === undefined) return;
  const { config, credential, tls } = loaded;
  const opened = orTell(output, openForALook(config.data.directory));
  if (opened === undefined) return;
  const { journal, notice } = opened;
  const counts = orTell(output, journal.outboxCounts());
  const intents = orTell(output, journal.openIntents());
  const visits = orTell(output, journal.recentVisits(SHOWN));
  const jobs = orTell(output, journal.recentJobs(SHOWN));
  opened.close();
  if (counts === undefined || intents === undefined || visits === undefined || jobs === undefined) return;
  const client = createHostClient({
    baseUrl: config.host.url,
    kiosk: config.kiosk.id,
    credential: () => credential,
    timeouts: { connectMs: 3_000, totalMs: config.host.timeoutMs },
    tls,
  });
  const health = await client.health();
  client.close();
  const open = intents.map(({ tokenId, openedAt, state }) => ({
    lastFour: tokenId.slice(-4),
    openedAt,
    state,
  }));
  const host = health.ok ? { reached: true, ...health.value } : { reached: false, failure: health.failure };
  const rows = [
    ['kiosk', `${config.kiosk.id} at ${config.kiosk.branch}`],
    [
      'host',
      health.ok
        ? `${config.host.url}, version ${health.value.version}`
        : `not reached: ${health.failure.code}`,
    ],
    ['outbox', `${counts.queued} to send, ${counts.rejected} refused for good`],
    ['interrupted', open.length === 0 ? 'none' : open.map((one) => `…${one.lastFour}`).join(', ')],
    ...(notice === null ? [] : [['journal', `a damaged one was set aside: ${notice.setAside}`]]),
    ...visits.map((v) => [
      'visit',
      `${new Date(v.startedAt).toISOString()} …${v.tokenLast4} ${v.outcome ?? 'open'}`,
    ]),
    ...jobs.map((job) => [
      'job',
      `${new Date(job.at).toISOString()} ${job.kind} ${fromTo(job)} ${job.outcome ?? 'open'}${job.staffId === null ? '' : `, by ${job.staffId}`}`,
    ]),
  ];
  output.tell(
    'status',
    { kiosk: config.kiosk, host, outbox: counts, interrupted: open, visits, jobs, notice },
    ...table(rows),
  );
  if (!health.ok) process.exitCode = exitOfFailure(health.failure.code);
}

export const statusCommand = (): Command =>
  subcommand('status', 'tells how the kiosk stands: host, outbox, interrupted writes, last visits and jobs')
    .requiredOption('--config <file>', "the kiosk's configuration")
    .action(status);
