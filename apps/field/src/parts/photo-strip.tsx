import { Icon } from '@linli/ui'
import { mayBePicture, shrink } from '@linli/ui/picture'
import { useEffect, useId, useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import { MOST_PHOTOS } from '../forms/photos.ts'
import { keepPhoto, readPhoto } from '../store/drafts.ts'
import { messages } from '../words/messages.ts'

// Less than the server keeps: more would only cost the worker's data volume and the phone's space.
const bounds = { longestSide: 2048, quality: 0.82 }

interface Props {
  readonly label: string
  readonly keys: readonly string[]
  /** Given as a change, because a picture may be ready long after it was chosen. */
  readonly onChange: (change: (keys: readonly string[]) => readonly string[]) => void
  readonly fault?: string | undefined
}

/** Pictures of a form. Each is on the phone's disk before it shows here. */
export function PhotoStrip({ label, keys, onChange, fault }: Props) {
  const t = messages.useMessages()
  const { db } = useAccount()
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)
  const id = useId()
  const left = MOST_PHOTOS - keys.length

  async function add(files: readonly File[]): Promise<void> {
    const pictures = files.filter(mayBePicture)
    const others = files.filter((file) => !mayBePicture(file)).map(({ name }) => name)
    setTrouble(
      [
        ...(others.length > 0 ? [t.photoNotPicture(others.join('、'))] : []),
        ...(pictures.length > left ? [t.photoTooMany(pictures.length - left)] : []),
      ].join(' '),
    )
    setBusy(true)
    try {
      for (const file of pictures.slice(0, left)) {
        const key = await keepPhoto(db, await shrink(file, bounds))
        onChange((now) => [...now, key].slice(0, MOST_PHOTOS))
      }
    } catch {
      setTrouble(t.photoFailed)
    } finally {
      setBusy(false)
    }
  }

  return (
    <fieldset className="photos" aria-describedby={fault ? `${id}-fault` : undefined}>
      <legend>
        {label} <small>{t.photosLeft(left)}</small>
      </legend>
      <ul>
        {keys.map((key, index) => (
          <li key={key}>
            <Thumb photoKey={key} label={t.photo(index + 1)} />
            <button
              type="button"
              aria-label={t.removePhoto(index + 1)}
              onClick={() => onChange((now) => now.filter((other) => other !== key))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
        {left > 0 && (
          <li>
            <label className="photo-add" data-busy={busy}>
              <Icon name="camera" />
              {t.addPhoto}
              <input
                type="file"
                className="sr"
                accept="image/*"
                multiple
                disabled={busy}
                onChange={(event) => {
                  const files = [...(event.target.files ?? [])]
                  event.target.value = ''
                  void add(files)
                }}
              />
            </label>
          </li>
        )}
      </ul>
      {trouble && (
        <p className="fault" role="alert">
          {trouble}
        </p>
      )}
      {fault && (
        <p className="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </fieldset>
  )
}

function Thumb({ photoKey, label }: { photoKey: string; label: string }) {
  const { db } = useAccount()
  const url = useBlobUrl(() => readPhoto(db, photoKey), photoKey)
  return url ? <img src={url} alt={label} /> : <span className="photo-gone" role="img" aria-label={label} />
}

/** An address for a picture that lies on the phone, given back when the picture is no longer shown. */
export function useBlobUrl(read: () => Promise<Blob | null>, key: string): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let over = false
    void read().then((blob) => {
      if (blob === null || over) return
      made = URL.createObjectURL(blob)
      setUrl(made)
    })
    return () => {
      over = true
      if (made !== null) URL.revokeObjectURL(made)
    }
    // The key says which picture it is; `read` is made anew with every drawing.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key])
  return url
}
