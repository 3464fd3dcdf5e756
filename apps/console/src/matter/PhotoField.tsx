import { newId, problemText } from '@linli/client'
import { type Uploaded, uploadPicture } from '@linli/client/upload'
import { useLocale } from '@linli/ui'
import { FilePick } from '../frame/FilePick.tsx'
import { useMessages } from './messages.ts'

export interface Photo {
  readonly key: string
  readonly name: string
  readonly state: 'sending' | 'done' | 'failed'
  readonly uploaded: Uploaded | null
  readonly fault: string | null
}
const MOST = 9

/** Up to nine pictures, uploaded while the words are being written. */
export function PhotoField({
  photos,
  onChange,
  hint,
}: {
  photos: readonly Photo[]
  onChange: (change: (before: readonly Photo[]) => readonly Photo[]) => void
  hint: string
}) {
  const m = useMessages()
  const { locale } = useLocale()

  function add(files: readonly File[]) {
    for (const file of files.slice(0, MOST - photos.length)) {
      const key = newId()
      const set = (change: Partial<Photo>) =>
        onChange((before) => before.map((photo) => (photo.key === key ? { ...photo, ...change } : photo)))
      onChange((before) => [...before, { key, name: file.name, state: 'sending', uploaded: null, fault: null }])
      uploadPicture(file).then(
        (uploaded) => set({ state: 'done', uploaded }),
        (error: unknown) => set({ state: 'failed', fault: problemText(error, locale) }),
      )
    }
  }

  return (
    <div className="field">
      <label>
        {m.pictures}
        <FilePick
          accept="image/*"
          multiple
          onChange={({ currentTarget }) => {
            add([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
      </label>
      {hint && <small>{hint}</small>}
      <ul aria-live="polite">
        {photos.map((photo) => (
          <li key={photo.key} className="inline">
            <span>{photo.name}</span>
            <span className={photo.state === 'failed' ? 'bad' : 'mut'}>
              {photo.state === 'sending' ? '…' : photo.state === 'done' ? '✓' : photo.fault}
            </span>
            <button
              type="button"
              className="btn txt"
              onClick={() => onChange((before) => before.filter((one) => one.key !== photo.key))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
