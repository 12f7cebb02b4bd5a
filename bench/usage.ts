import { readFileSync } from 'node:fs';

/** What a process has used; zeros when it has ended. */
export interface Usage {
  /** Megabytes resident, now and at the highest. */
  readonly memory: number;
  readonly peakMemory: number;
  /** Milliseconds of processor time of all its threads: what it takes, however busy the machine is. */
  readonly cpu: number;
}

/** `/proc/PID/stat` counts in hundredths of a second on every Linux. */
const MILLISECONDS_PER_TICK = 10;

/** Linux only. */
export function usageOf(pid: number | undefined): Usage {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const megabytes = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024;
    // The name of the program, in parentheses, may contain spaces; user and system time are fields 14 and 15.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    const cpu = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MILLISECONDS_PER_TICK;
    return { memory: megabytes('VmRSS'), peakMemory: megabytes('VmHWM'), cpu };
  } catch {
    return { memory: 0, peakMemory: 0, cpu: 0 };
  }
}
