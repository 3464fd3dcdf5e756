import type { MatterAction } from '@linli/contract/matters'

/** One key for each frequent action; two that share one never come together. */
export const actionKeys: Readonly<Partial<Record<MatterAction, string>>> = {
  accept: 'A',
  receive: 'A',
  dispatch: 'D',
  decide_dispute: 'D',
  decide_extension: 'D',
  settle: 'S',
  settle_on_spot: 'S',
  verify: 'V',
  call_back: 'P',
  pause: 'I',
  resume: 'I',
  decline: 'R',
  return: 'R',
  categorise: 'C',
  locate: 'L',
  escalate: 'E',
  request_extension: 'W',
  assign: 'G',
  merge: 'M',
  unmerge: 'M',
  supervise: 'Y',
  dispute: 'T',
  close: 'O',
  reopen: 'O',
}
