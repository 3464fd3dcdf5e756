import type { ScreenSnapshot } from '@linli/contract/screen-shapes'
import { screenRoutes } from '@linli/contract/screen'
import { localDay, timeText } from '@linli/ui'
import { client } from '../api.ts'

/** Name of the file: which area, which day, which minute. */
function fileName({ area, at }: ScreenSnapshot, ending: string): string {
  return `${area.name}-${localDay(at)}-${timeText(at).replace(':', '')}.${ending}`
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken it over by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export async function savePicture(snapshot: ScreenSnapshot): Promise<void> {
  const { pictureOf } = await import('./picture.ts')
  const screen = document.querySelector<HTMLElement>('.screen')
  if (screen) download(await pictureOf(screen), fileName(snapshot, 'png'))
}

/** The figures with how each is worked out, as the server puts them on paper or into a workbook. */
export async function saveFigures(areaId: string | undefined, form: 'pdf' | 'xlsx'): Promise<void> {
  const { filename, file } = await client.call(screenRoutes.exportScreen, {
    form,
    ...(areaId === undefined ? {} : { areaId }),
  })
  const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0))
  download(new Blob([bytes]), filename)
}
