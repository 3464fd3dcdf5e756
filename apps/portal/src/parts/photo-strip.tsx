import { newId } from '@linli/client/id'
import { Icon } from '@linli/ui'
import { mayBePicture, shrink } from '@linli/ui/picture'
import { useEffect, useRef, useState } from 'react'
import { mostPhotos, type Photo } from '../report/draft.ts'
import { dropPhoto, getPhoto, putPhoto } from '../report/photo-box.ts'
import { upload, type UploadState, useUploads } from '../report/photo-uploads.ts'
import { commonWords } from '../words/common.ts'
import { reportWords } from '../words/report.ts'
import { FieldError } from './field.tsx'

// As large as the server keeps; what is beyond that would only cost the resident's data volume.
const bounds = { longestSide: 2560, quality: 0.85 }

interface Props {
  readonly photos: readonly Photo[]
  readonly onChange: (change: (before: readonly Photo[]) => readonly Photo[]) => void
}

/** Up to nine pictures. They are on their way as soon as they are chosen, and hold nobody up. */
export function PhotoStrip({ photos, onChange }: Props) {
  const t = reportWords.useMessages()
  const common = commonWords.useMessages()
  const uploads = useUploads()
  const [leftOut, setLeftOut] = useState('')

  async function add(files: Iterable<File>) {
    const [pictures, others] = [[...files].filter(mayBePicture), [...files].filter((file) => !mayBePicture(file))]
    const room = mostPhotos - photos.length
    setLeftOut(
      [
        ...(others.length > 0 ? [t.notPictures(common.list(others.map(({ name }) => name)))] : []),
        ...(pictures.length > room ? [t.tooManyPhotos(pictures.length - room)] : []),
      ].join(' '),
    )
    for (const file of pictures.slice(0, room)) {
      const key = newId()
      await putPhoto(key, await shrink(file, bounds))
      onChange((before) => [...before, { key, uploaded: null }].slice(0, mostPhotos))
    }
  }

  function remove(key: string) {
    onChange((before) => before.filter((photo) => photo.key !== key))
    void dropPhoto(key)
  }

  // Sends what is new, goes on with what a reload cut off, and writes down what has arrived.
  useEffect(() => {
    for (const { key, uploaded } of photos) {
      const state = uploads.get(key)
      if (uploaded) continue
      if (!state) void upload(key)
      else if (state.kind === 'done') {
        onChange((before) => before.map((photo) => (photo.key === key ? { key, uploaded: state.uploaded } : photo)))
      }
    }
  })

  return (
    <fieldset className="photos-field">
      <legend>
        {t.photos}
        <small className="hint">{t.photosHint}</small>
      </legend>
      <ul className="photos">
        {photos.map((photo, index) => (
          <Thumbnail
            key={photo.key}
            photo={photo}
            index={index + 1}
            state={photo.uploaded ? undefined : uploads.get(photo.key)}
            onRetry={() => void upload(photo.key)}
            onRemove={() => remove(photo.key)}
          />
        ))}
        {photos.length < mostPhotos && (
          <li>
            <label className="ph add">
              <Icon name="camera" />
              {t.addPhoto}
              <input
                type="file"
                accept="image/*"
                multiple
                className="sr"
                onChange={(event) => {
                  void add(event.currentTarget.files ?? [])
                  event.currentTarget.value = ''
                }}
              />
            </label>
          </li>
        )}
      </ul>
      {leftOut && <FieldError role="alert">{leftOut}</FieldError>}
      {photos.some((photo) => !photo.uploaded) && <p className="hint">{t.photosLater}</p>}
    </fieldset>
  )
}

interface ThumbnailProps {
  readonly photo: Photo
  readonly index: number
  readonly state: UploadState | undefined
  readonly onRetry: () => void
  readonly onRemove: () => void
}

function Thumbnail({ photo, index, state, onRetry, onRemove }: ThumbnailProps) {
  const t = reportWords.useMessages()
  const source = usePicture(photo.key)
  const failed = state?.kind === 'failed'
  return (
    <li className="ph">
      {source && <img src={source} alt={t.photoOf(index)} />}
      <button type="button" className="ph-remove" aria-label={t.removePhoto(index)} onClick={onRemove}>
        <Icon name="close" />
      </button>
      {failed && !state.final ? (
        <button type="button" className="ph-state bad" onClick={onRetry}>
          <Icon name="undo" />
          {t.photoFailed}
        </button>
      ) : (
        <span className={failed ? 'ph-state bad' : 'ph-state'}>
          <Icon name={photo.uploaded ? 'check' : failed ? 'alert' : 'up'} />
          {words()}
        </span>
      )}
    </li>
  )

  function words(): string {
    if (photo.uploaded) return t.photoDone
    if (failed) return t.photoRefused
    return state?.kind === 'sending' ? t.photoSending(Math.round(state.share * 100)) : t.photoWaiting
  }
}

function usePicture(key: string): string | undefined {
  const [source, setSource] = useState<string>()
  const made = useRef<string>(undefined)
  useEffect(() => {
    let gone = false
    void getPhoto(key).then((picture) => {
      if (!picture || gone) return
      made.current = URL.createObjectURL(picture)
      setSource(made.current)
    })
    return () => {
      gone = true
      if (made.current) URL.revokeObjectURL(made.current)
    }
  }, [key])
  return source
}
