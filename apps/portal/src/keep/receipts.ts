import type { Names } from '@linli/contract/common'
import type { MatterPlace, Receipt, TrackedMatter } from '@linli/contract/matters'
import { isRecord, stored } from './stored.ts'

/** What this phone keeps of a report, so that nobody has to remember a number. */
export interface KeptReceipt {
  readonly id: string
  readonly number: string
  readonly code: string
  readonly title: string
  readonly sentAt: string
  readonly acceptBy: string
  readonly settleBy: string
  readonly place: string
  /** Whose desk has it; kept since phones are told. */
  readonly desk?: Names | undefined
  readonly danger: boolean
  /** Joined somebody else's open report instead of sending another. */
  readonly followed: boolean
  /** The last digits of the number that messages go to. */
  readonly phoneEnd: string | null
}

const mostKept = 30
const store = stored<readonly KeptReceipt[]>('linli.receipts', (raw) =>
  Array.isArray(raw) ? raw.filter(isReceipt) : [],
)
// Of receipts that are not to stay on a shared phone: gone with the page.
const unsaved = new Map<string, KeptReceipt>()

export const receipts = {
  get: store.get,
  subscribe: store.subscribe,
  find: (number: string): KeptReceipt | undefined =>
    store.get().find((receipt) => receipt.number === number) ?? unsaved.get(number),
  isKept: (number: string): boolean => store.get().some((receipt) => receipt.number === number),
  keep(receipt: KeptReceipt): void {
    // A follower's code opens less than the reporter's own.
    if (receipt.followed && receipts.isKept(receipt.number)) return
    unsaved.delete(receipt.number)
    store.set([receipt, ...store.get().filter(({ number }) => number !== receipt.number)].slice(0, mostKept))
  },
  /** For a report looked up with number and code: known to this page, not written down. */
  hold({ code }: { code: string }, matter: TrackedMatter): void {
    if (receipts.find(matter.number)) return
    const { number, title, reportedAt, settleBy, place } = matter
    unsaved.set(number, {
      id: matter.id,
      number,
      code,
      title,
      sentAt: reportedAt,
      acceptBy: reportedAt,
      settleBy: settleBy ?? reportedAt,
      place: placeNames(place),
      danger: false,
      followed: false,
      phoneEnd: null,
    })
  },
  /** Takes it off this phone; the open page still shows it. */
  forget(number: string): void {
    const receipt = receipts.find(number)
    if (receipt) unsaved.set(number, receipt)
    store.set(store.get().filter((kept) => kept.number !== number))
  },
}

export function receiptOf(
  receipt: Receipt,
  more: { title: string; sentAt: string; followed: boolean; phone: string | undefined },
): KeptReceipt {
  return {
    id: receipt.id,
    number: receipt.number,
    code: receipt.code,
    title: more.title,
    sentAt: more.sentAt,
    acceptBy: receipt.promised.acceptBy,
    settleBy: receipt.promised.settleBy,
    place: placeNames(receipt.place),
    desk: receipt.desk,
    danger: receipt.danger,
    followed: more.followed,
    phoneEnd: more.phone ? more.phone.slice(-4) : null,
  }
}

/** In the words of the area tree, largest first. */
function placeNames({ townName, villageName, gridName }: MatterPlace): string {
  return [townName, villageName, gridName].filter(Boolean).join(' ')
}

function isReceipt(value: unknown): value is KeptReceipt {
  return (
    isRecord(value) &&
    typeof value['number'] === 'string' &&
    typeof value['code'] === 'string' &&
    typeof value['settleBy'] === 'string'
  )
}
