import type { StaffMember } from '../../shared/contract/staff.ts';
import type { ReportKind } from '../../shared/contract/transfer.ts';
import type { JobPreview } from '../../shared/visit/job/preview.ts';
import type { JobName, Screen } from '../../shared/visit/snapshot.ts';
import type { Ending } from '../visit/ending.ts';
import type { JobWishes } from './wishes.ts';

/** What the screens of a job said, for its last line: the ending shows only the token that it was about. */
export class JobFacts {
  readonly #wishes: JobWishes;
  readonly #staff: StaffMember | null;
  #name: JobName | null = null;
  #preview: JobPreview | null = null;
  #settled: Extract<Screen, { screen: 'compare' }>['settled'] = [];
  #reported: ReportKind | null = null;
  #backup: string | null = null;

  constructor(wishes: JobWishes, staff: StaffMember | null) {
    this.#wishes = wishes;
    this.#staff = staff;
  }

  see(screen: Screen): void {
    if ('job' in screen) this.#name = screen.job;
    if (screen.screen === 'backups') {
      this.#reported = screen.report;
      this.#backup = screen.chosen;
    }
    if (screen.screen === 'compare') {
      this.#preview = screen.preview;
      this.#settled = screen.settled;
    }
  }

  /** The ending with all that is known of the job. What the ending says itself counts more. */
  addedTo(ending: Ending): Ending {
    const { job, settlements, replace } = this.#wishes;
    const { change, ...preview } = this.#preview ?? {};
    const settledIds = this.#settled.map(({ id }) => id);
    return {
      ...ending,
      facts: {
        job,
        first: this.#name?.first ?? null,
        second: this.#name?.second ?? null,
        staff: this.#staff?.id ?? null,
        ...(replace === null ? {} : { reported: this.#reported, backupId: this.#backup }),
        ...(change === undefined ? {} : { change, ...preview }),
        ...(job === 'merge'
          ? {
              settled: this.#settled,
              settlementsUnused: Object.keys(settlements).filter((id) => !settledIds.includes(id)),
            }
          : {}),
        ...ending.facts,
      },
    };
  }
}
