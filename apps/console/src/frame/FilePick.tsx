import { Icon } from '@linli/ui'
import { type InputHTMLAttributes, useState } from 'react'
import { useMessages } from './messages.ts'

/** A file input that speaks the page's language: the browser's own speaks the browser's. Files can be dropped on it. */
export function FilePick({ onChange, ...control }: Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'value'>) {
  const m = useMessages()
  const [names, setNames] = useState<readonly string[]>([])
  return (
    <span className="filepick">
      {/* Over all of it and unseen: what the browser does for a file input it does here. */}
      <input
        {...control}
        type="file"
        onChange={(event) => {
          onChange?.(event)
          // Whoever has taken them over has emptied it.
          setNames(Array.from(event.currentTarget.files ?? [], ({ name }) => name))
        }}
      />
      <span className="btn" aria-hidden="true">
        <Icon name="up" />
        {control.multiple ? m.chooseFiles : m.chooseFile}
      </span>
      <span className={names.length > 0 ? '' : 'mut'} aria-hidden="true">
        {names.length > 0 ? names.join('、') : m.noFile}
      </span>
    </span>
  )
}
