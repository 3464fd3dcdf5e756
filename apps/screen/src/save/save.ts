import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { dayOf } from '../rows.ts'

/** Name of the file: which area, which day, which minute. */
function fileName({ area, at }: ScreenSnapshot, ending: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' })
  return `${area.name}-${dayOf(at)}-${time.format(new Date(at)).replace(':', '')}.${ending}`
}

export function download(blob: Blob, snapshot: ScreenSnapshot, ending: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName(snapshot, ending)
  link.click()
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export async function savePicture(snapshot: ScreenSnapshot): Promise<void> {
  const { pictureOf } = await import('./picture.ts')
  const screen = document.querySelector<HTMLElement>('.screen')
  if (screen) download(await pictureOf(screen), snapshot, 'png')
}
