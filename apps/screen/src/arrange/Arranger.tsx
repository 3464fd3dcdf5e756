import { newId, problemText } from '@linli/client'
import {
  arrangementRoutes,
  type PlacedWidget,
  type ScreenForm,
  screenGrid,
  WidgetName,
} from '@linli/contract/screen-arrangement'
import { Icon, useLocale } from '@linli/ui'
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { client } from '../api.ts'
import { useArrangeWords } from './arrange-words.ts'
import { cellsOf } from './cells.ts'
import { defaults } from './defaults.ts'
import { added, arranged, movedIn } from './moves.ts'

interface Props {
  readonly form: ScreenForm
  readonly widgets: readonly PlacedWidget[]
  readonly version: number
  readonly names: Readonly<Record<WidgetName, string>>
  readonly onDraft: (widgets: readonly PlacedWidget[]) => void
  readonly onEnd: () => void
}

interface Drag {
  readonly from: PlacedWidget
  readonly all: readonly PlacedWidget[]
  readonly x: number
  readonly y: number
  readonly size: boolean
}

/** A veil over each part by which it is moved and sized, with the pointer or with arrow keys, and the choices below. */
export function Arranger({ form, widgets, version, names, onDraft, onEnd }: Props) {
  const m = useArrangeWords()
  const { locale } = useLocale()
  const queries = useQueryClient()
  const drag = useRef<Drag | null>(null)
  const [said, say] = useState('')
  const [busy, setBusy] = useState(false)
  const hidden = WidgetName.options.filter((name) => !widgets.some((widget) => widget.name === name))

  function change(from: readonly PlacedWidget[], wanted: PlacedWidget): void {
    const next = arranged(form, from, wanted)
    if (!next) return say(m.noRoom)
    onDraft(next)
    const now = next.find(({ name }) => name === wanted.name)
    // Whatever made room is named: it may stand in a corner that nobody looks at.
    const others = movedIn(from, next).filter((name) => name !== wanted.name)
    if (now)
      say(
        m.stands(
          names[now.name],
          now.x + 1,
          now.y + 1,
          now.w,
          now.h,
          others.map((name) => names[name]),
        ),
      )
  }

  function begin(event: PointerEvent, from: PlacedWidget, size: boolean): void {
    event.currentTarget.setPointerCapture(event.pointerId)
    event.stopPropagation()
    drag.current = { from, all: widgets, x: event.clientX, y: event.clientY, size }
  }

  function follow(event: PointerEvent): void {
    if (!drag.current) return
    const { from, all, x, y, size } = drag.current
    const board = event.currentTarget.closest('.board')?.getBoundingClientRect()
    if (!board) return
    const { columns, rows } = screenGrid[form]
    const dx = Math.round(((event.clientX - x) * columns) / board.width)
    const dy = Math.round(((event.clientY - y) * rows) / board.height)
    change(all, size ? { ...from, w: from.w + dx, h: from.h + dy } : { ...from, x: from.x + dx, y: from.y + dy })
  }

  function press(event: KeyboardEvent, widget: PlacedWidget): void {
    const [dx, dy] = steps[event.key] ?? [0, 0]
    if (event.key === 'Delete' || event.key === 'Backspace') hide(widget)
    else if (dx === 0 && dy === 0) return
    else if (event.shiftKey) change(widgets, { ...widget, w: widget.w + dx, h: widget.h + dy })
    else change(widgets, { ...widget, x: widget.x + dx, y: widget.y + dy })
    event.preventDefault()
  }

  function hide(widget: PlacedWidget): void {
    if (widgets.length > 1) onDraft(widgets.filter((one) => one !== widget))
  }

  function show(name: WidgetName): void {
    const next = added(form, widgets, name)
    if (next) onDraft(next)
    else say(m.noRoom)
  }

  function reset(): void {
    onDraft(defaults[form])
    say(m.wasReset)
  }

  async function save(): Promise<void> {
    setBusy(true)
    try {
      // A screen that stands as delivered follows what later versions deliver.
      const isDefault = widgets.length === defaults[form].length && movedIn(defaults[form], widgets).length === 0
      const chosen = isDefault ? null : [...widgets]
      const input = { commandId: newId(), form, widgets: chosen, seenVersion: version }
      queries.setQueryData(['arrangement', form], await client.call(arrangementRoutes.arrangeScreen, input))
      onEnd()
    } catch (error) {
      say(problemText(error, locale))
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      {widgets.map((widget) => (
        <div
          key={widget.name}
          className="veil"
          style={cellsOf(widget)}
          tabIndex={0}
          role="group"
          aria-label={m.handle(names[widget.name])}
          onKeyDown={(event) => event.target === event.currentTarget && press(event, widget)}
          onPointerDown={(event) => begin(event, widget, false)}
          onPointerMove={follow}
          onPointerUp={() => (drag.current = null)}
        >
          <b>{names[widget.name]}</b>
          <button
            type="button"
            className="tool"
            aria-label={m.hide(names[widget.name])}
            onPointerDown={(event) => event.stopPropagation()}
            onClick={() => hide(widget)}
          >
            <Icon name="close" />
          </button>
          <span
            className="grip"
            aria-hidden="true"
            onPointerDown={(event) => begin(event, widget, true)}
            onPointerMove={follow}
            onPointerUp={() => (drag.current = null)}
          />
        </div>
      ))}
      <div className="arrangebar" role="group" aria-label={m.bar}>
        <span role="status">{said || m.help}</span>
        {hidden.map((name) => (
          <button key={name} type="button" onClick={() => show(name)}>
            <Icon name="plus" /> {names[name]}
          </button>
        ))}
        <span className="end">
          <button type="button" onClick={onEnd}>
            {m.cancel}
          </button>
          <button type="button" disabled={busy} onClick={reset}>
            {m.reset}
          </button>
          <button type="button" className="main" disabled={busy} onClick={() => void save()}>
            {m.save}
          </button>
        </span>
      </div>
    </>
  )
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
