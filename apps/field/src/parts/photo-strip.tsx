import { Icon } from '@linli/ui'
import { useEffect, useId, useState } from 'react'
import { useAccount } from '../account/use-account.ts'
import { MOST_PHOTOS } from '../forms/photos.ts'
import { keepPhoto, readPhoto } from '../store/drafts.ts'
import { messages } from '../words/messages.ts'
import { shrink } from './shrink.ts'

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
  const [failed, setFailed] = useState(false)
  const [busy, setBusy] = useState(false)
  const id = useId()
  const left = MOST_PHOTOS - keys.length

  async function add(files: readonly File[]): Promise<void> {
    setBusy(true)
    try {
      const added: string[] = []
      for (const file of files.slice(0, left)) added.push(await keepPhoto(db, await shrink(file)))
      setFailed(false)
      onChange((now) => [...now, ...added].slice(0, MOST_PHOTOS))
    } catch {
      setFailed(true)
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
      {failed && (
        <p className="fault" role="alert">
          {t.photoFailed}
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
