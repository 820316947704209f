/** What must not be, by the metric that counts it. */
export type Fault =
  | 'neither-old-nor-new'
  | 'needed-staff'
  | 'lost-or-doubled'
  | 'false-success'
  | 'unexpected';

/** Ends a case that showed such a thing. */
export class Broken extends Error {
  readonly metric: Fault;

  constructor(metric: Fault, detail: string) {
    super(detail);
    this.metric = metric;
  }
}
