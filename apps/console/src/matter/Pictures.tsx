import type { Picture } from '@linli/contract/matters'

/** Thumbnails that open in full. */
export function Pictures({ pictures, className }: { pictures: readonly Picture[]; className: string }) {
  return (
    <div className={className}>
      {pictures.map((picture, index) => (
        <a key={picture.id} href={`/api/attachments/${picture.id}`} target="_blank" rel="noreferrer">
          <img src={`/api/attachments/${picture.id}?size=thumb`} alt={`${index + 1}`} loading="lazy" />
        </a>
      ))}
    </div>
  )
}
