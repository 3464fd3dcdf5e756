import type { Picture } from '@linli/contract/matters'
import { useAccount } from '../account/use-account.ts'
import { useObservable } from '../sync/observable.ts'
import { syncState } from '../sync/state.ts'
import { messages } from '../words/messages.ts'
import { useBlobUrl } from './photo-strip.tsx'

/** Small pictures lie on the phone; the large ones are fetched when asked for. */
export function MatterPictures({ pictures }: { pictures: readonly Picture[] }) {
  const t = messages.useMessages()
  const { online } = useObservable(syncState)
  if (pictures.length === 0) return null
  return (
    <section aria-label={t.pictures}>
      <ul className="pictures">
        {pictures.map((picture, index) => (
          <li key={picture.id}>
            {online ? (
              <a
                href={`/api/attachments/${picture.id}?t=${encodeURIComponent(picture.token)}`}
                target="_blank"
                rel="noreferrer"
              >
                <Small id={picture.id} label={t.photo(index + 1)} />
              </a>
            ) : (
              <Small id={picture.id} label={t.photo(index + 1)} />
            )}
          </li>
        ))}
      </ul>
      {!online && <p className="hint">{t.pictureOffline}</p>}
    </section>
  )
}

function Small({ id, label }: { id: string; label: string }) {
  const { db } = useAccount()
  const url = useBlobUrl(async () => (await db.get('pictures', id))?.blob ?? null, id)
  return url ? <img src={url} alt={label} /> : <span className="photo-gone" role="img" aria-label={label} />
}
