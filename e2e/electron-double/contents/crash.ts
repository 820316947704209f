type Reason = Electron.RenderProcessGoneDetails['reason'];

/** From Chromium's termination status, as the protocol spells it, to the reason that Electron reports. */
const REASONS: Readonly<Record<string, Reason>> = {
  'normal termination': 'clean-exit',
  normal: 'clean-exit',
  'abnormal termination': 'abnormal-exit',
  abnormal: 'abnormal-exit',
  'process was killed': 'killed',
  killed: 'killed',
  crashed: 'crashed',
  oom: 'oom',
  'out of memory': 'oom',
  'failed to launch': 'launch-failed',
};

export function goneDetails(status: string, exitCode: number): Electron.RenderProcessGoneDetails {
  return { reason: REASONS[status] ?? 'crashed', exitCode };
}
